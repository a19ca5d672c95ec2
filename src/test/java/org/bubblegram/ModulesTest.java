package org.bubblegram;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.springframework.modulith.core.ApplicationModules;

class ModulesTest {
    private static final Map<Integer, List<String>> ROWS = new TreeMap<>(Map.of(
            4, List.of("web", "monitoring", "demo"),
            3, List.of("jobs", "prediction"),
            2, List.of("training", "evaluation", "registry"),
            1, List.of("access", "dataset", "metrics"),
            0, List.of("histogram", "loss", "network", "image", "rendering", "engine", "storage")));

    private static final JavaClasses PRODUCT = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("org.bubblegram");

    @Test
    void modulesUseOnlyWhatTheirPackageInfoAllowsAndFormNoCycle() {
        ApplicationModules.of(Bubblegram.class).verify();
    }

    @Test
    void arrowsOnlyGoDown() {
        for (int row : ROWS.keySet()) {
            for (int above = row + 1; above <= 4; above++) {
                noClasses()
                        .that()
                        .resideInAnyPackage(packages(row))
                        .should()
                        .dependOnClassesThat()
                        .resideInAnyPackage(packages(above))
                        .check(PRODUCT);
            }
        }
    }

    @Test
    void everyPackageHasItsRow() {
        classes()
                .that()
                .resideOutsideOfPackage("org.bubblegram")
                .should()
                .resideInAnyPackage(ROWS.keySet().stream()
                        .flatMap(row -> List.of(packages(row)).stream())
                        .toArray(String[]::new))
                .check(PRODUCT);
    }

    @Test
    void coreKnowsNoHttp() {
        noClasses()
                .that()
                .resideOutsideOfPackages("org.bubblegram.web..", "org.bubblegram")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.springframework.web..", "org.springframework.http..", "jakarta.servlet..")
                .check(PRODUCT);
    }

    @Test
    void everyPackageIsNullMarked() {
        ApplicationModules.of(Bubblegram.class)
                .forEach(module -> org.assertj.core.api.Assertions.assertThat(
                                PRODUCT.getPackage(module.getBasePackage().getName())
                                        .isAnnotatedWith(NullMarked.class))
                        .as(module.getDisplayName())
                        .isTrue());
    }

    private static String[] packages(int row) {
        return ROWS.get(row).stream()
                .map(name -> "org.bubblegram." + name + "..")
                .toArray(String[]::new);
    }
}
