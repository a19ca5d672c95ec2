package org.bubblegram.registry;

import java.util.Collection;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.bubblegram.histogram.InvalidBins;
import org.bubblegram.histogram.SizeBins;
import org.bubblegram.registry.InvalidArchive.Reason;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** Reads a card that comes from outside, where any field may be missing or make no sense. */
final class ArchivedCard {
    private ArchivedCard() {}

    /** @throws InvalidArchive if this build could not serve what it describes */
    static ModelCard read(JsonMapper json, byte[] content) {
        try {
            ModelCard card = json.readValue(content, ModelCard.class);
            require(card != null && complete(card), "a field is missing");
            check(card);
            return card;
        } catch (JacksonException e) {
            throw invalid(what(e));
        } catch (InvalidBins | IllegalArgumentException e) {
            throw invalid(String.valueOf(e.getMessage()));
        }
    }

    private static InvalidArchive invalid(String why) {
        return new InvalidArchive(Reason.CARD_INVALID, ModelRegistry.CARD, "card.json: " + why);
    }

    /** Without the parser's words, which are of its classes and settings. */
    static String what(JacksonException e) {
        if (e.getCause() instanceof InvalidBins || e.getCause() instanceof IllegalArgumentException) {
            return String.valueOf(e.getCause().getMessage());
        }
        String field = e.getPath().stream()
                .map(at -> at.getPropertyName() == null ? "[" + at.getIndex() + "]" : at.getPropertyName())
                .collect(Collectors.joining("."));
        return field.isEmpty() ? "it is not the JSON that is expected here" : "'" + field + "' does not fit";
    }

    /** Components are not null by their types, but those that JSON leaves out are. */
    private static boolean complete(ModelCard card) {
        Stream<@Nullable Object> fields = Stream.of(
                card.basis(),
                card.activation(),
                card.pooling(),
                card.input(),
                card.backbone(),
                card.spec(),
                card.createdAt());
        return fields.noneMatch(Objects::isNull)
                && full(card.bins())
                && full(card.trainingHistogram())
                && card.evaluation() != null
                && full(card.evaluation().values())
                && card.versions() != null
                && full(card.versions().values())
                && card.dataset() != null
                && card.dataset().name() != null
                && card.dataset().fingerprint() != null;
    }

    private static boolean full(@Nullable Collection<?> values) {
        return values != null && values.stream().noneMatch(Objects::isNull);
    }

    private static void check(ModelCard card) {
        int bins = SizeBins.parse(card.bins()).count();
        require(card.trainingHistogram().size() == bins, "trainingHistogram has not one fraction a bin");
        require(
                card.trainingHistogram().stream().allMatch(fraction -> fraction >= 0 && fraction <= 1),
                "trainingHistogram holds what is no fraction");
        require(card.spec().isObject(), "spec is no object");
        if (card.novelty() != null) {
            check(card.novelty());
        }
        require(
                card.input().inThisBuild().isPresent(),
                "it was trained on '" + card.input().preprocessing() + "', which this build cannot make");
    }

    private static void check(ModelCard.Novelty novelty) {
        require(
                novelty.threshold() > 0 && Double.isFinite(novelty.threshold()),
                "novelty.threshold is no positive number");
        require(novelty.quantile() > 0 && novelty.quantile() < 1, "novelty.quantile does not lie between 0 and 1");
        require(novelty.pictures() > 0, "novelty.pictures is not positive");
    }

    private static void require(boolean met, String otherwise) {
        if (!met) {
            throw new IllegalArgumentException(otherwise);
        }
    }
}
