package org.bubblegram.web;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import org.bubblegram.loss.LossDescription;
import org.bubblegram.loss.Losses;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Losses that training may minimize. */
@RestController
@RequestMapping(path = "/v1/losses", produces = MediaType.APPLICATION_JSON_VALUE)
@Tag(name = "Losses and metrics", description = "What can be minimized, and what is reported.")
final class LossController {
    @Operation(
            summary = "List losses",
            description = "Formula, parameters, and when to choose which. In formulas: " + LossDescription.TERMS + ".")
    @GetMapping
    Page<LossDescription> list() {
        return Page.whole(List.copyOf(Losses.described().values()));
    }

    @Operation(summary = "Get a loss", description = "By the `type` that a training job names it by.")
    @GetMapping("/{type}")
    LossDescription get(@Parameter(example = "emd") @PathVariable String type) {
        LossDescription loss = Losses.described().get(type);
        if (loss == null) {
            throw new LossNotFound(type);
        }
        return loss;
    }
}
