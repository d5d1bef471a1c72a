namespace MarginStreams.Simulation;

/// <summary>Which faults strike when: all drawn from a seed. A seed leaves some faults out and has the others more or less often.</summary>
internal sealed class FaultPlan
{
    private const long PpmOne = 1_000_000;

    /// <summary>How likely any fault is at an operation, ppm, and which ones can strike there.</summary>
    private static readonly Dictionary<LogOperation, (long Ppm, SimulatedFault[] Faults)> AtOperations = new()
    {
        [LogOperation.TakeOver] =
            (60_000, [SimulatedFault.Crash, SimulatedFault.Zombie, SimulatedFault.Delay, SimulatedFault.ReplyLost, SimulatedFault.RequestLost]),
        [LogOperation.Begin] = (4_000, [SimulatedFault.Crash, SimulatedFault.Zombie]),
        [LogOperation.Produce] =
            (1_200, [SimulatedFault.Crash, SimulatedFault.Zombie, SimulatedFault.Delay, SimulatedFault.ReplyLost, SimulatedFault.RequestLost]),
        [LogOperation.SendOffsets] =
            (12_000, [SimulatedFault.Crash, SimulatedFault.Zombie, SimulatedFault.Delay, SimulatedFault.ReplyLost, SimulatedFault.RequestLost]),
        [LogOperation.Commit] =
        (
            30_000,
            [
                SimulatedFault.Crash, SimulatedFault.Zombie, SimulatedFault.Delay, SimulatedFault.CommitUnknownDone, SimulatedFault.CommitUnknownLost,
                SimulatedFault.CommitUnknownLate,
            ]),
        [LogOperation.Abort] = (60_000, [SimulatedFault.Crash, SimulatedFault.Delay, SimulatedFault.ReplyLost, SimulatedFault.RequestLost]),
        [LogOperation.Poll] =
        (
            6_000,
            [
                SimulatedFault.Redelivery, SimulatedFault.Redelivery, SimulatedFault.EmptyPoll, SimulatedFault.EmptyPoll, SimulatedFault.StaleEnd,
                SimulatedFault.RequestLost, SimulatedFault.Delay,
            ]),
        [LogOperation.Query] = (20_000, [SimulatedFault.Crash, SimulatedFault.Zombie, SimulatedFault.Delay, SimulatedFault.RequestLost]),
        [LogOperation.Join] = (30_000, [SimulatedFault.Crash, SimulatedFault.RequestLost, SimulatedFault.ReplyLost]),
        [LogOperation.TakePart] = (3_000, [SimulatedFault.Crash, SimulatedFault.Zombie, SimulatedFault.RequestLost, SimulatedFault.Delay]),
    };

    private readonly SeededRandom _random;
    private readonly long[] _counts = new long[Enum.GetValues<SimulatedFault>().Length];
    private readonly HashSet<SimulatedFault> _on = [];
    private readonly long _ratePpm;

    /// <summary>A plan of a seed.</summary>
    public FaultPlan(SeededRandom random, IReadOnlySet<SimulatedFault> possible)
    {
        _random = random;
        bool isSelective = possible.Count > 1;
        foreach (SimulatedFault fault in Enum.GetValues<SimulatedFault>())
        {
            bool isOn = !isSelective || !random.Chance(PpmOne / 5);
            if (isOn && possible.Contains(fault))
            {
                _on.Add(fault);
            }
        }

        _ratePpm = (PpmOne / 4) << (int)random.Below(4);
    }

    /// <summary>Whether it is over: nothing strikes any more.</summary>
    public bool IsHealed { get; private set; }

    /// <summary>How often each fault that may strike did so.</summary>
    public IReadOnlyDictionary<SimulatedFault, long> Counts => _on.Order().ToDictionary(fault => fault, fault => _counts[(int)fault]);

    /// <summary>Whether a fault may strike at all.</summary>
    public bool IsOn(SimulatedFault fault) => !IsHealed && _on.Contains(fault);

    /// <summary>Whether a fault strikes now that does so in so many of a million cases.</summary>
    public bool Strikes(SimulatedFault fault, long ppm) => IsOn(fault) && _random.Chance(Scale(ppm));

    /// <summary>The fault that strikes at an operation, if any.</summary>
    public SimulatedFault? At(LogOperation operation)
    {
        (long ppm, SimulatedFault[] faults) = AtOperations[operation];
        if (IsHealed || !_random.Chance(Scale(ppm)))
        {
            return null;
        }

        SimulatedFault fault = faults[_random.Below(faults.Length)];
        return _on.Contains(fault) ? fault : null;
    }

    /// <summary>A fault has really struck.</summary>
    public void Struck(SimulatedFault fault) => _counts[(int)fault]++;

    /// <summary>Ends all faults.</summary>
    public void Heal() => IsHealed = true;

    private long Scale(long ppm) => Math.Min(PpmOne, ppm * _ratePpm / PpmOne);
}
