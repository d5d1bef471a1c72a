using MarginStreams.Contracts;
using MarginStreams.Streams;
using MarginStreams.Topologies;

namespace MarginStreams.Simulation;

/// <summary>One run: processes take turns in an order drawn from the seed, while time passes, records come and faults strike.</summary>
internal sealed class SimulatedRun : IDisposable
{
    /// <summary>An older snapshot is not used, ms: well below <see cref="Compactor.TombstonesKeptMs"/>, clocks that are wrong included.</summary>
    public const long SnapshotAgeMsMax = 1_200_000;

    private const int CatchUpRoundsMax = 6_000;
    private const int QuietRounds = 3;
    private const int FindingsMax = 20;
    private readonly SimulationOptions _options;
    private readonly SeededRandom _random;
    private readonly InputFeed _feed;
    private readonly SimulatedProcess[] _processes;
    private readonly Compactor _compactor;
    private readonly FaultsBetweenTurns _between;
    private readonly List<(long DueMs, Action Action)> _later = [];
    private readonly SortedDictionary<string, long> _counts = new(StringComparer.Ordinal);
    private readonly List<string> _findings = [];
    private readonly CommittedLog _committed;
    private long _steps;
    private int _depth;
    private Verdict? _verdict;

    /// <summary>Sets everything up.</summary>
    public SimulatedRun(SimulationOptions options)
    {
        _options = options;
        _random = new SeededRandom(options.Seed, 0);
        Faults = new FaultPlan(new SeededRandom(options.Seed, 1), options.Faults);
        Settings = SimulationSettings.Draw(new SeededRandom(options.Seed, 2), options.Sabotage);
        Log = new EmbeddedCluster(Time, new EmbeddedOptions { TransactionTimeoutMs = Settings.TransactionMs });
        Log.Admin.EnsureTopics(Settings.Pipeline.Topics.Specs(Settings.Pipeline.PartitionCount));
        var market = new MarketMaker(new SeededRandom(options.Seed, 3), Settings.Pipeline.Topics, Wire, Settings.Pipeline.PartitionCount);
        _feed = new InputFeed(Log, market, Faults, new SeededRandom(options.Seed, 4), Time);
        _committed = new CommittedLog(Log, Settings.Pipeline);
        _compactor = new Compactor(Log, _committed, Settings.Pipeline, new SeededRandom(options.Seed, 5), Time);
        _processes =
        [
            .. Enumerable.Range(0, Settings.Processes).Select(i => new SimulatedProcess(this, $"p{i}", new SeededRandom(options.Seed, 10 + (ulong)i))),
        ];
        _between = new FaultsBetweenTurns(this, _processes, _compactor, _random);
    }

    /// <summary>The time.</summary>
    public VirtualTime Time { get; } = new();

    /// <summary>The log.</summary>
    public EmbeddedCluster Log { get; }

    /// <summary>How records are written.</summary>
    public WireFormat Wire { get; } = new(new LocalSchemaIds());

    /// <summary>The plan of faults.</summary>
    public FaultPlan Faults { get; }

    /// <summary>How the pipeline is set up.</summary>
    public SimulationSettings Settings { get; }

    /// <summary>Whether the log answers nobody.</summary>
    public bool IsOutage => _between.IsOutage;

    /// <summary>Runs both phases, and compares.</summary>
    public void Run()
    {
        _feed.Begin();
        while (_steps < _options.Steps)
        {
            Step();
        }

        Heal();
        if (_findings.Count == 0)
        {
            Compare();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Array.ForEach(_processes, process => process.Dispose());
        _feed.Dispose();
        Log.Dispose();
    }

    /// <summary>What it came to.</summary>
    public SimulationReport Report()
    {
        long struck = Faults.Counts.Values.Sum();
        if (_findings.Count == 0 && ((_options.Faults.Count > 1 && struck == 0) || _verdict!.Triggers == 0 || _verdict.Frames == 0))
        {
            Find("nothing happened: a run without faults, frames or triggers shows nothing");
        }

        return new(
            _options.Seed, _steps, Time.PassedMs, Faults.Counts, _counts, _verdict?.Checks ?? 0, _verdict?.StateHash ?? new string('0', 32), _findings);
    }

    /// <summary>Lets the others go on while one stands still for longer than its session.</summary>
    public void RunOthers()
    {
        const int DepthMax = 2;
        const int StepsMax = 60;
        if (_depth >= DepthMax || Faults.IsHealed)
        {
            return;
        }

        _depth++;
        Faults.Struck(SimulatedFault.Zombie);
        long untilMs = Time.PassedMs + _random.Between(Settings.SessionMs / 2, Settings.SessionMs * 3);
        for (int i = 0; i < StepsMax && Time.PassedMs < untilMs; i++)
        {
            Time.Advance(_random.Below(Settings.SessionMs / 10));
            Step();
        }

        _depth--;
    }

    /// <summary>Does something after a while.</summary>
    public void Later(Action action) => _later.Add((Time.PassedMs + _random.Below(3_000), action));

    /// <summary>Counts something.</summary>
    public void Count(string name, long by) => _counts[name] = _counts.GetValueOrDefault(name) + by;

    /// <summary>Notes what is not as it must be.</summary>
    public void Find(string finding)
    {
        if (_findings.Count < FindingsMax)
        {
            _findings.Add(finding);
        }
    }

    private void Step()
    {
        _steps++;
        Time.Advance(_random.Below(20) switch
        {
            < 14 => _random.Below(10),
            < 19 => _random.Below(100),
            _ => _random.Below(1_000),
        });
        if (_random.Below(3) == 0)
        {
            _feed.Publish();
        }

        RunDue();
        _between.Strike();
        SimulatedProcess process = _processes[_random.Below(_processes.Length)];
        if (!process.StandsStill)
        {
            process.Turn();
        }
    }

    private void RunDue()
    {
        for (int i = _later.Count - 1; i >= 0; i--)
        {
            (long dueMs, Action action) = _later[i];
            if (dueMs <= Time.PassedMs || Faults.IsHealed)
            {
                _later.RemoveAt(i);
                action();
            }
        }
    }

    /// <summary>The faults end, and everything must catch up.</summary>
    private void Heal()
    {
        Faults.Heal();
        _feed.End();
        RunDue();
        int quiet = 0;
        for (int round = 0; round < CatchUpRoundsMax && quiet < QuietRounds && _findings.Count == 0; round++)
        {
            Time.Advance(_random.Below(60));
            foreach (SimulatedProcess process in _processes)
            {
                process.Start();
                for (int turn = 0; turn <= Settings.MarginWorkers; turn++)
                {
                    _steps++;
                    process.Turn();
                }
            }

            quiet = IsCaughtUp() ? quiet + 1 : 0;
        }

        if (quiet < QuietRounds && _findings.Count == 0)
        {
            Find($"not caught up {CatchUpRoundsMax} rounds after the last fault: {Standing()}");
        }
    }

    private bool IsCaughtUp()
    {
        Worker[] working = [.. _processes.SelectMany(process => process.Workers).Where(worker => worker.Partitions.Count > 0)];
        return working.Sum(worker => worker.Partitions.Count) == Settings.Pipeline.PartitionCount + 1 && Array.TrueForAll(working, worker => worker.IsCaughtUp);
    }

    private string Standing() => string.Join("; ", _processes.SelectMany(process => process.Workers).Select(worker =>
        $"{worker.Name}: {string.Join(", ", worker.Status.Tasks.Select(task => $"{task.Name} {task.State} {task.LastFailure}"))}"));

    private void Compare()
    {
        _committed.Read();
        _verdict = new Verdict(_committed, Settings, Wire, Find);
        _verdict.CompareTasks();
        _verdict.CompareLive(_processes.SelectMany(process => process.Processors));
        _verdict.CheckInvariants();
        Count("frames", _verdict.Frames);
        Count("triggers", _verdict.Triggers);
        Count("commits", _verdict.Commits);
        Count("dead_letters", _verdict.DeadLetters);
        Count("inputs", _feed.Count);
        Count("compacted", _compactor.RemovedCount);
        Count("snapshots_written", _processes.Sum(process => process.Disk.FinishedCount));
        Count("snapshots_read", _processes.Sum(process => process.Disk.ReadCount));
        if (_findings.Count == 0)
        {
            CompareRestored(wipe: false);
            CompareRestored(wipe: true);
        }
    }

    /// <summary>Everybody starts again, from snapshots or from the changelogs alone, and has the same state.</summary>
    private void CompareRestored(bool wipe)
    {
        foreach (SimulatedProcess process in _processes)
        {
            process.Leave();
            if (wipe)
            {
                process.Disk.Wipe();
            }
        }

        Heal();
        if (_findings.Count == 0)
        {
            _verdict!.CompareLive(_processes.SelectMany(process => process.Processors));
        }
    }
}
