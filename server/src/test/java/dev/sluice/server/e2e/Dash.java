package dev.sluice.server.e2e;

import java.io.StringReader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

/** Reads MPDs with SegmentTimeline as a player would. */
final class Dash {
    private Dash() {}

    /** A segment of a SegmentTimeline. */
    record Segment(long number, long startTicks, long durationTicks) {}

    /** One Representation of one Period. */
    record Representation(
            Duration periodStart,
            String id,
            String contentType,
            String codecs,
            int width,
            int height,
            long timescale,
            long presentationTimeOffset,
            List<Segment> segments) {}

    /** An MPD. */
    record Manifest(boolean live, int periods, List<Representation> representations) {}

    static Manifest parse(String mpd) throws Exception {
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
        Document document = factory.newDocumentBuilder().parse(new InputSource(new StringReader(mpd)));
        Element root = document.getDocumentElement();
        List<Representation> found = new ArrayList<>();
        List<Element> periods = children(root, "Period");
        for (Element period : periods) {
            for (Element set : children(period, "AdaptationSet")) {
                for (Element representation : children(set, "Representation")) {
                    found.add(representation(period, set, representation));
                }
            }
        }
        return new Manifest(root.getAttribute("type").equals("dynamic"), periods.size(), found);
    }

    private static Representation representation(Element period, Element set, Element representation) {
        Element template = children(representation, "SegmentTemplate").getFirst();
        return new Representation(
                Duration.parse(period.getAttribute("start")),
                representation.getAttribute("id"),
                set.getAttribute("contentType"),
                representation.getAttribute("codecs"),
                (int) number(representation, "width", 0),
                (int) number(representation, "height", 0),
                number(template, "timescale", 1),
                number(template, "presentationTimeOffset", 0),
                timeline(template));
    }

    private static List<Segment> timeline(Element template) {
        long segmentNumber = number(template, "startNumber", 1);
        long time = 0;
        List<Segment> segments = new ArrayList<>();
        Element timeline = children(template, "SegmentTimeline").getFirst();
        for (Element run : children(timeline, "S")) {
            time = number(run, "t", time);
            long duration = number(run, "d", 0);
            for (long i = 0; i <= number(run, "r", 0); i++) {
                segments.add(new Segment(segmentNumber, time, duration));
                segmentNumber++;
                time += duration;
            }
        }
        return segments;
    }

    private static long number(Element element, String name, long otherwise) {
        return element.hasAttribute(name) ? Long.parseLong(element.getAttribute(name)) : otherwise;
    }

    private static List<Element> children(Element parent, String name) {
        List<Element> found = new ArrayList<>();
        NodeList all = parent.getElementsByTagName(name);
        for (int i = 0; i < all.getLength(); i++) {
            if (all.item(i) instanceof Element element && element.getParentNode() == parent) {
                found.add(element);
            }
        }
        return found;
    }
}
