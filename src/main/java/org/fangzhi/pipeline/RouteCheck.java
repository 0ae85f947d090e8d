package org.fangzhi.pipeline;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.camel.CamelContext;
import org.apache.camel.LineNumberAware;
import org.apache.camel.model.EndpointRequiredDefinition;
import org.apache.camel.model.Model;
import org.apache.camel.model.OnExceptionDefinition;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.model.ProcessorDefinitionHelper;
import org.apache.camel.model.RouteConfigurationDefinition;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.ToDynamicDefinition;
import org.apache.camel.spi.EndpointUriFactory;
import org.apache.camel.util.StringHelper;
import org.apache.camel.util.URISupport;
import org.fangzhi.source.Source;
import org.fangzhi.source.Spelling;
import org.jspecify.annotations.Nullable;

/** Faults of routes that Camel itself lets pass, found before any of them starts. */
final class RouteCheck {
  private RouteCheck() {}

  /**
   * All faults of the loaded routes, a line each, in the order of the routes.
   *
   * @param named routes that source files name
   */
  static List<String> faults(CamelContext context, Collection<Source.Route> named) {
    Model model = context.getCamelContextExtension().getContextPlugin(Model.class);
    List<String> faults = new ArrayList<>();
    for (RouteDefinition route : model.getRouteDefinitions()) {
      role(route, faults);
      options(context, route.getInput().getEndpointUri(), route.getInput(), faults);
      options(context, route.getOutputs(), faults);
    }
    for (RouteConfigurationDefinition shared : model.getRouteConfigurationDefinitions()) {
      for (OnExceptionDefinition on : shared.getOnExceptions()) {
        options(context, on.getOutputs(), faults);
      }
    }
    faults.addAll(LeaseCheck.faults(context));
    Set<String> entrances = entrances(context);
    for (Source.Route route : named) {
      if (!entrances.contains(route.name())) {
        faults.add(missing(route, entrances));
      }
    }
    return faults;
  }

  /** A group that is no role would run nowhere. */
  private static void role(RouteDefinition route, List<String> faults) {
    String group = route.getGroup();
    if (group != null && Role.named(group) == null) {
      faults.add(
          "%s:%d: the group of route %s is \"%s\". %s. Without a group it runs in every process"
              .formatted(
                  file(route.getLocation()),
                  route.getLineNumber(),
                  route.getRouteId(),
                  group,
                  Role.choice(group)));
    }
  }

  /** Says that a source names a route that there is not. */
  static String missing(Source.Route route, Set<String> entrances) {
    return "%s: pipeline is \"%s\", but no route begins with direct:%s. %s"
        .formatted(
            route.place(), route.name(), route.name(), Spelling.choice(route.name(), entrances));
  }

  /** The names after {@code direct:} that routes begin with which run where pages are asked for. */
  static Set<String> entrances(CamelContext context) {
    Set<String> entrances = new TreeSet<>();
    Model model = context.getCamelContextExtension().getContextPlugin(Model.class);
    for (RouteDefinition route : model.getRouteDefinitions()) {
      String from = route.getInput().getEndpointUri();
      String group = route.getGroup();
      boolean fetches = group == null || Role.named(group) == Role.FETCH;
      if (fetches && from.startsWith("direct:")) {
        entrances.add(StringHelper.before(from.substring(7), "?", from.substring(7)));
      }
    }
    return entrances;
  }

  private static void options(
      CamelContext context, List<ProcessorDefinition<?>> steps, List<String> faults) {
    for (ProcessorDefinition<?> step :
        ProcessorDefinitionHelper.filterTypeInOutputs(steps, ProcessorDefinition.class)) {
      String uri = uri(step);
      if (uri != null) {
        options(context, uri, step, faults);
      }
    }
  }

  private static @Nullable String uri(ProcessorDefinition<?> step) {
    return step instanceof EndpointRequiredDefinition fixed
        ? fixed.getEndpointUri()
        : step instanceof ToDynamicDefinition dynamic ? dynamic.getUri() : null;
  }

  /** A lenient component takes an option that it does not know for a part of the address. */
  private static void options(
      CamelContext context, String uri, LineNumberAware where, List<String> faults) {
    String scheme = StringHelper.before(uri, ":", uri);
    EndpointUriFactory factory = context.getCamelContextExtension().getEndpointUriFactory(scheme);
    if (factory == null || !factory.isLenientProperties() || !uri.contains("?")) {
      return;
    }
    Set<String> known = factory.propertyNames();
    for (String option : given(uri)) {
      boolean prefixed =
          factory.multiValuePrefixes().values().stream().anyMatch(option::startsWith);
      if (!known.contains(option) && !prefixed) {
        faults.add(
            "%s:%d: %s is no option of %s. %s. A query for the site belongs in the header CamelHttpQuery"
                .formatted(
                    file(where.getLocation()),
                    where.getLineNumber(),
                    option,
                    scheme,
                    Spelling.choice(option, new TreeSet<>(known))));
      }
    }
  }

  private static Set<String> given(String uri) {
    try {
      Map<String, Object> options = URISupport.parseQuery(StringHelper.after(uri, "?"), true);
      return options.keySet();
    } catch (Exception e) {
      // Camel tells a query that cannot be read, when it makes the endpoint.
      return Set.of();
    }
  }

  static String file(@Nullable String location) {
    return location == null ? "routes" : location.replaceFirst("^file:", "");
  }
}
