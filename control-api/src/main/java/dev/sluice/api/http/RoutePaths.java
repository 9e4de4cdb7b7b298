package dev.sluice.api.http;

import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Templates of paths as the router understands them. A colon begins a parameter for it, so a template with a verb,
 * {@code /webhooks/{webhook_id}:test}, becomes a regular expression.
 */
final class RoutePaths {
    private static final Pattern PARAMETER = Pattern.compile("\\{([a-z_]+)}");
    /** Groups of these names are the router's parameters, in order. */
    private static final String SEGMENT = "(?<p%d>[^/:]+?)";

    private RoutePaths() {}

    static boolean hasVerb(String template) {
        return template.indexOf(':') >= 0;
    }

    static Route on(Router router, String template) {
        if (!hasVerb(template)) {
            return router.route(PARAMETER.matcher(template).replaceAll(":$1"));
        }
        List<String> names = new ArrayList<>();
        StringBuilder regex = new StringBuilder();
        Matcher parameter = PARAMETER.matcher(template);
        int done = 0;
        while (parameter.find()) {
            regex.append(Pattern.quote(template.substring(done, parameter.start())))
                    .append(SEGMENT.formatted(names.size()));
            names.add(parameter.group(1));
            done = parameter.end();
        }
        regex.append(Pattern.quote(template.substring(done)));
        return router.routeWithRegex(regex.toString()).setRegexGroupsNames(names);
    }
}
