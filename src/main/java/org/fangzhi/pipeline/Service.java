package org.fangzhi.pipeline;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.camel.health.HealthCheck;
import org.fangzhi.api.MetricsApi;
import org.fangzhi.archive.Archive;
import org.fangzhi.archive.Deposits;
import org.fangzhi.archive.Faces;
import org.fangzhi.archive.Fixity;
import org.fangzhi.archive.Keeping;
import org.fangzhi.coverage.Coverage;
import org.fangzhi.crawl.Bounds;
import org.fangzhi.crawl.FetchClient;
import org.fangzhi.crawl.Transport;
import org.fangzhi.metrics.Meters;
import org.fangzhi.metrics.Sampled;
import org.fangzhi.publish.Outlet;
import org.fangzhi.publish.Publisher;
import org.fangzhi.publish.Readings;
import org.fangzhi.report.Reports;
import org.fangzhi.source.Registry;
import org.fangzhi.source.Source;
import org.fangzhi.store.Claims;
import org.fangzhi.store.Lists;
import org.fangzhi.store.Node;
import org.fangzhi.store.Outage;
import org.fangzhi.store.Reserve;
import org.fangzhi.store.Runs;
import org.fangzhi.store.Secrets;
import org.fangzhi.store.Settings;
import org.fangzhi.store.Transactions;
import org.fangzhi.warc.WarcImport;
import org.fangzhi.warc.WebArchive;
import org.fangzhi.watch.Alerts;
import org.fangzhi.watch.Watch;

/**
 * All parts put together over one database: the beans that the routes call, and the routes. Close
 * it before the database.
 */
public final class Service implements AutoCloseable {

  private static final String HARVESTING = "fetch,read,publish,console";

  private final Runs runs;
  private final Sites sites;
  private final Transport transport;
  private final Transactions transactions;
  private final Settings settings;
  private final Registry registry;
  private final Configurations configurations;
  private final Reserve reserve;
  private final Readers readers = new Readers(ReadStep.LONGEST);
  private final Meters meters = new Meters();
  private final Sampled sampled;
  private final Faults faults = new Faults();

  /** Whether it keeps what the database knows of the sources. */
  private final boolean keeper;

  private Service(
      Settings settings, Transactions transactions, Collection<Source> sources, boolean keeper) {
    this.keeper = keeper;
    this.settings = settings;
    Secrets.tell(settings);
    this.transactions = transactions;
    this.reserve = Reserve.of(transactions);
    this.runs = new Runs(transactions);
    this.registry = new Registry(transactions);
    this.configurations = new Configurations(transactions);
    this.sites = new Sites(sources);
    this.sampled =
        Sampled.of(transactions.dataSource(), settings.duration("fangzhi.metrics.every"));
    this.transport =
        new Transport(
            new Transport.Identity(agent(settings)),
            Bounds.DEFAULT.withBody(settings.number("fangzhi.fetch.body", 1024)),
            settings.number("fangzhi.fetch.per.host", 1));
  }

  /** How requests name us: product and contact. */
  public static String agent(Settings settings) {
    return settings.text("fangzhi.user.agent") + " (+" + settings.text("fangzhi.contact") + ")";
  }

  /** Puts the parts together and makes the database know the sources. */
  public static Service of(
      Settings settings, Transactions transactions, Collection<Source> sources, boolean whole)
      throws SQLException {
    Service service = new Service(settings, transactions, sources, true);
    service.registry.load(sources, whole);
    return service;
  }

  /**
   * Puts the parts together for a process that only works off what others have put into the
   * database: it does not touch what stands there of the sources.
   */
  public static Service joining(
      Settings settings, Transactions transactions, Collection<Source> sources) {
    return new Service(settings, transactions, sources, false);
  }

  /** Begins a harvest of each source, or resumes the run that was left unfinished. */
  public List<Runs.Begun> harvest(Collection<Source> chosen) throws SQLException {
    List<Runs.Begun> begun = new ArrayList<>();
    for (Source source : chosen) {
      begun.add(runs.begin(source.id(), Runs.Purpose.HARVEST, ScheduleStep.entries(sites, source)));
    }
    return begun;
  }

  /** The sources that it harvests. */
  public List<Source> sources() {
    return List.copyOf(sites.sources().values());
  }

  /** The runs. */
  public Runs runs() {
    return runs;
  }

  /**
   * Starts the routes.
   *
   * @param only serve these runs alone, at any time of day; null: whatever is due, in its windows
   * @param others further beans, such as the console
   */
  public Pipeline start(Path routes, Collection<Long> only, Map<String, Object> others)
      throws SQLException {
    Collection<Long> served = only.isEmpty() ? null : only;
    int threads = settings.number("fangzhi.read.threads", 0);
    Settings running =
        settings.with(
            Map.of(
                "fangzhi.read.threads",
                String.valueOf(
                    threads == 0 ? Runtime.getRuntime().availableProcessors() : threads)));
    if (served != null) {
      // Runs of its own are worked off whole, in this process.
      running = running.with(Map.of("fangzhi.roles", HARVESTING, "fangzhi.channel", Channel.SEDA));
    }
    Node self = Node.current();
    Transactions renewals = reserve.transactions();
    Claims claims = new Claims(transactions, renewals, self.toString());
    claims.releaseDead(self);
    Readings readings = new Readings(transactions, renewals, self.toString(), Reports.READER);
    Map<String, Object> beans = new HashMap<>(others);
    Outage outage = new Outage(transactions.dataSource());
    beans.put("dataSource", transactions.dataSource());
    beans.put("pages", new FetchClient(transport));
    beans.put("schedule", new ScheduleStep(registry, runs, sites));
    beans.put(
        "claim",
        new ClaimStep(claims, outage, settings.number("fangzhi.fetch.threads", 1), served));
    beans.put(
        "visit",
        new VisitStep(
            sites,
            transport,
            new RobotsCache(transport, transactions, product(settings)),
            new Lists(transactions),
            configurations));
    Archive archive = archive();
    beans.put("archive", new ArchiveStep(archive, meters));
    String inbox = settings.text("fangzhi.inbox");
    if (!inbox.isEmpty() && served == null) {
      running = running.with(Map.of("fangzhi.inbox", Path.of(inbox).toAbsolutePath().toString()));
      beans.put("inbox", new InboxStep(new Deposits(transactions, archive), transport.bounds()));
    }
    String mirror = settings.text("fangzhi.mirror");
    if (!mirror.isEmpty() && served == null) {
      Path root = Path.of(mirror).toAbsolutePath();
      running = running.with(Map.of("fangzhi.export.dir", root.toString()));
      beans.put("mirror", new MirrorStep(transactions, root));
    }
    if (!settings.text("fangzhi.kafka.brokers").isEmpty() && served == null) {
      Outlet outlet = new Outlet(transactions, self);
      outlet.releaseDead();
      beans.put("kafka", new KafkaStep(outlet));
    }
    beans.put(
        "read",
        new ReadStep(
            readings,
            settings.number("fangzhi.read.batch", 1),
            System::nanoTime,
            outage::lasts,
            readers,
            meters));
    beans.put(
        "publish",
        new PublishStep(
            runs,
            new Faces(transactions),
            new Watch(transactions),
            new Publisher(transactions),
            new Lists(transactions),
            new Coverage(transactions),
            meters,
            served));
    beans.put("coverage", new CoverageStep(new Coverage(transactions)));
    beans.put("alerts", new Alerts(transactions));
    beans.put(
        "fixity",
        new FixityStep(new Fixity(transactions), settings.number("fangzhi.verify.portion", 1)));
    beans.put("search", new SearchStep(transactions));
    beans.put("failures", new FailureStep(outage));
    beans.put("counts", new RouteCounts(meters));
    beans.put("meters", meters);
    beans.put("levels", sampled);
    if (beans.containsKey("gate")) {
      beans.put("metrics", new MetricsApi(meters::scrape));
    }
    Pipeline pipeline = Pipeline.start(running, routes, "*.camel.yaml", beans, this::named);
    configurations.routes(pipeline.live().files());
    measure(pipeline);
    return pipeline;
  }

  private void measure(Pipeline pipeline) {
    String version = Service.class.getPackage().getImplementationVersion();
    meters.process(version == null ? "unpackaged" : version, Reports.READER);
    meters.pool(transactions.dataSource());
    meters.levels(sampled, !settings.text("fangzhi.kafka.brokers").isEmpty());
    meters.gauge(
        "fangzhi.files.faults", "Faults of source files and routes", () -> faults.all().size());
    meters.gauge("fangzhi.routes.up", "Routes that run", () -> pipeline.live().running());
    meters.gauge(
        "fangzhi.routes.idle",
        "Routes that should run and do not",
        () -> pipeline.live().idle().size());
  }

  private Archive archive() {
    return new Archive(transactions, keeping(settings), Reports.READER);
  }

  /** Takes web archives in, those of ours at their word; what they bring is yet to be read. */
  public WebArchive imports() {
    Deposits deposits = new Deposits(transactions, archive());
    return new WebArchive(deposits, new WarcImport(deposits, transport.bounds(), true));
  }

  /**
   * From now on takes in what changes in the files of sources and routes while they run.
   *
   * @param folder the sources
   * @param routes the folder that the pipeline was started with
   */
  public Upkeep keepUp(Path folder, Path routes, Pipeline pipeline) {
    SourceFolder files = new SourceFolder(folder, settings::find, keeper ? registry : null, sites);
    files.remember();
    List<HealthCheck> checks =
        List.of(
            faults,
            new RoutesCheck(pipeline),
            readers,
            new ServingCheck(sampled, settings.duration("fangzhi.health.due"), System::nanoTime));
    return new Upkeep(files, pipeline, configurations, faults, checks, List.of(folder, routes));
  }

  private List<Source.Route> named() {
    return sites.sources().values().stream()
        .map(Source::pipeline)
        .filter(Objects::nonNull)
        .toList();
  }

  private static String product(Settings settings) {
    return settings.text("fangzhi.user.agent").replaceFirst("/.*", "");
  }

  private static Keeping keeping(Settings settings) {
    return new Keeping(
        settings.number("fangzhi.keep.confirmations", 1),
        settings.duration("fangzhi.keep.confirmed.over"),
        settings.number("fangzhi.keep.attempts", 1),
        settings.duration("fangzhi.keep.back.off"),
        settings.duration("fangzhi.keep.rest"),
        settings.number("fangzhi.keep.blocks.to.rest", 1));
  }

  @Override
  public void close() {
    reserve.close();
    sampled.close();
    meters.close();
    try {
      transport.close();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
