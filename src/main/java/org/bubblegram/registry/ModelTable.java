package org.bubblegram.registry;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.json.JsonMapper;

/** Models, versions, files and aliases as rows. */
final class ModelTable {
    private static final String SELECT = "select model, version, card, created_at from model_version ";

    private final JdbcClient jdbc;
    private final JsonMapper json;

    ModelTable(JdbcClient jdbc, JsonMapper json) {
        this.jdbc = jdbc;
        this.json = json;
    }

    /** Allots the next version number; holds the model's row until the transaction ends, so nobody else gets the same. */
    int nextVersion(String model) {
        jdbc.sql("insert into model (name, last_version) values (?, 0) on conflict do nothing")
                .param(model)
                .update();
        jdbc.sql("update model set last_version = last_version + 1 where name = ?")
                .param(model)
                .update();
        return jdbc.sql("select last_version from model where name = ?")
                .param(model)
                .query(Integer.class)
                .single();
    }

    void insert(ModelVersion version, UUID origin, String folder) {
        jdbc.sql(
                        "insert into model_version (model, version, origin, folder, card, created_at) values (?, ?, ?, ?, ?, ?)")
                .params(version.model(), version.version(), origin, folder)
                .param(json.writeValueAsString(version.card()))
                .param(version.createdAt().atOffset(ZoneOffset.UTC))
                .update();
        version.files()
                .forEach((name, sha256) -> jdbc.sql(
                                "insert into model_file (model, version, name, sha256) values (?, ?, ?, ?)")
                        .params(version.model(), version.version(), name, sha256)
                        .update());
    }

    /** Adds a file; false where the version has one of this name. */
    boolean addFile(ModelVersion version, String name, String sha256) {
        return jdbc.sql("insert into model_file (model, version, name, sha256) values (?, ?, ?, ?) "
                                + "on conflict do nothing")
                        .params(version.model(), version.version(), name, sha256)
                        .update()
                == 1;
    }

    Optional<ModelVersion> ofOrigin(UUID origin) {
        return jdbc.sql(SELECT + "where origin = ?")
                .param(origin)
                .query(this::version)
                .optional()
                .map(this::withFiles);
    }

    Optional<ModelVersion> find(String model, int version) {
        return jdbc.sql(SELECT + "where model = ? and version = ?")
                .params(model, version)
                .query(this::version)
                .optional()
                .map(this::withFiles);
    }

    Optional<ModelVersion> find(String model, String alias) {
        return jdbc.sql(
                        SELECT
                                + "where model = ? and version = (select version from model_alias where model = ? and alias = ?)")
                .params(model, model, alias)
                .query(this::version)
                .optional()
                .map(this::withFiles);
    }

    Optional<ModelVersion> newest(String model) {
        return jdbc.sql(SELECT + "where model = ? order by version desc fetch first 1 rows only")
                .param(model)
                .query(this::version)
                .optional()
                .map(this::withFiles);
    }

    List<ModelVersion> versions(String model) {
        return jdbc.sql(SELECT + "where model = ? order by version").param(model).query(this::version).list().stream()
                .map(this::withFiles)
                .toList();
    }

    Set<String> folders() {
        return jdbc.sql("select folder from model_version").query(String.class).set();
    }

    Optional<String> folder(String model, int version) {
        return jdbc.sql("select folder from model_version where model = ? and version = ?")
                .params(model, version)
                .query(String.class)
                .optional();
    }

    List<String> models(@Nullable String after, int limit) {
        return jdbc.sql("select distinct model from model_version where model > ? order by model "
                        + "fetch first ? rows only")
                .params(after == null ? "" : after, limit)
                .query(String.class)
                .list();
    }

    Map<String, Integer> aliases(String model) {
        Map<String, Integer> aliases = new TreeMap<>();
        jdbc.sql("select alias, version from model_alias where model = ?")
                .param(model)
                .query(row -> {
                    aliases.put(row.getString("alias"), row.getInt("version"));
                });
        return aliases;
    }

    void putAlias(String model, String alias, int version) {
        jdbc.sql("insert into model_alias (model, alias, version) values (?, ?, ?) on conflict do nothing")
                .params(model, alias, version)
                .update();
        jdbc.sql("update model_alias set version = ? where model = ? and alias = ?")
                .params(version, model, alias)
                .update();
    }

    boolean deleteAlias(String model, String alias) {
        return jdbc.sql("delete from model_alias where model = ? and alias = ?")
                        .params(model, alias)
                        .update()
                == 1;
    }

    boolean delete(String model, int version) {
        return jdbc.sql("delete from model_version where model = ? and version = ?")
                        .params(model, version)
                        .update()
                == 1;
    }

    /** Without its files: a second query here would hold two connections, and many readers would wait for each other. */
    private ModelVersion version(ResultSet row, int index) throws SQLException {
        return new ModelVersion(
                row.getString("model"),
                row.getInt("version"),
                json.readValue(row.getString("card"), ModelCard.class),
                Map.of(),
                row.getObject("created_at", OffsetDateTime.class).toInstant());
    }

    private ModelVersion withFiles(ModelVersion version) {
        return new ModelVersion(
                version.model(),
                version.version(),
                version.card(),
                files(version.model(), version.version()),
                version.createdAt());
    }

    private Map<String, String> files(String model, int version) {
        Map<String, String> files = new LinkedHashMap<>();
        jdbc.sql("select name, sha256 from model_file where model = ? and version = ? order by name")
                .params(model, version)
                .query(row -> {
                    files.put(row.getString("name"), row.getString("sha256"));
                });
        return files;
    }
}
