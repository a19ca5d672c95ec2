package org.bubblegram.dataset;

import java.io.IOException;
import java.util.Locale;
import java.util.Optional;
import org.bubblegram.histogram.Histogram;
import org.bubblegram.histogram.InvalidBins;
import org.bubblegram.histogram.SizeBins;
import org.bubblegram.histogram.SizeUnit;
import org.bubblegram.rendering.BubbleRenderer;
import org.bubblegram.rendering.RenderSpec;
import org.bubblegram.rendering.RenderedPicture;

/** Pictures of bubbles, rendered one by one; their histograms are exact. */
final class RenderedPictures implements Draft {
    private final BubbleRenderer renderer;
    private final int count;
    private final NewDataset request;
    private final SizeBins bins;
    private final Findings findings;

    RenderedPictures(RenderSpec spec, NewDataset request, Findings findings) {
        this.renderer = new BubbleRenderer(spec);
        this.count = spec.images();
        this.request = request;
        refuseHuge(spec, findings);
        this.bins = bins(spec, request, findings);
        this.findings = findings;
    }

    private static void refuseHuge(RenderSpec spec, Findings findings) {
        if (spec.pixels() > RenderSpec.MAX_PIXELS) {
            String message = "render.images: " + spec.images() + " pictures of " + spec.width() + "x" + spec.height()
                    + " are " + spec.pixels() + " pixels; at most " + RenderSpec.MAX_PIXELS + " are rendered at once";
            findings.add(FindingCode.RENDER_TOO_LARGE, message);
        }
    }

    private static SizeBins bins(RenderSpec spec, NewDataset request, Findings findings) {
        try {
            SizeBins asked = request.bins();
            SizeBins bins = asked != null ? asked : SizeBins.parse(spec.bins());
            if (bins.unit() != SizeUnit.PIXEL) {
                findings.add(FindingCode.UNIT_MISMATCH, "rendered sizes are in px but the bins are " + bins);
            }
            findings.stopIfErrors();
            return bins;
        } catch (InvalidBins e) {
            findings.add(FindingCode.BINS_UNREADABLE, e.getMessage());
            throw new InvalidDataset(findings.errors());
        }
    }

    @Override
    public SizeBins bins() {
        return bins;
    }

    @Override
    public int count() {
        return count;
    }

    @Override
    public Optional<Picture> picture(int place) throws IOException {
        String image = String.format(Locale.ROOT, "%05d.png", place);
        RenderedPicture rendered = renderer.render(place);
        Optional<Histogram> histogram = Histogram.ofSizes(bins, request.basis(), rendered.sizes());
        if (histogram.isEmpty()) {
            String message = "no bubble of picture " + place + " lies within the bins " + bins;
            findings.add(FindingCode.NO_SIZE_IN_BINS, message, image);
            return Optional.empty();
        }
        Target target = new Target(histogram.get().fractions());
        return Optional.of(new Picture(Label.of(image, target, null, null), rendered.png()));
    }
}
