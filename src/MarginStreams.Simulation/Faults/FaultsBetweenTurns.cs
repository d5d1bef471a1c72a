namespace MarginStreams.Simulation;

/// <summary>Faults that strike between the turns of workers: outages, processes that leave, time and clocks that jump, compaction.</summary>
internal sealed class FaultsBetweenTurns(SimulatedRun run, SimulatedProcess[] processes, Compactor compactor, SeededRandom random)
{
    /// <summary>How far a wall clock is wrong at most, ms.</summary>
    public const long ClockAheadMsMax = 600_000;

    private const long OutageMsMax = 15_000;
    private const long CutOffMsMax = 20_000;
    private const long TimeJumpMsMax = 1_800_000;
    private long _outageUntilMs;

    /// <summary>Whether the log answers nobody.</summary>
    public bool IsOutage => run.Time.PassedMs < _outageUntilMs;

    /// <summary>Lets strike what does.</summary>
    public void Strike()
    {
        if (run.Faults.IsHealed)
        {
            return;
        }

        SimulatedProcess process = processes[random.Below(processes.Length)];
        bool isAwake = process.IsUp && !process.StandsStill;
        if (!IsOutage && Strikes(SimulatedFault.Outage, 1_500))
        {
            _outageUntilMs = run.Time.PassedMs + random.Between(100, OutageMsMax);
        }

        if (Strikes(SimulatedFault.TransactionsForgotten, 1_000))
        {
            run.Log.ForgetTransactions();
        }

        if (isAwake && Strikes(SimulatedFault.CutOff, 2_500))
        {
            process.CutOff(random.Between(100, CutOffMsMax));
        }

        if (isAwake && Strikes(SimulatedFault.Leave, 4_000))
        {
            process.Leave();
        }

        if (Strikes(SimulatedFault.TimeJump, 1_500))
        {
            int session = run.Settings.SessionMs;
            run.Time.Advance(random.Below(3) == 0 ? random.Below(TimeJumpMsMax) : random.Between(session, session * 4));
        }

        if (Strikes(SimulatedFault.ClockJump, 5_000))
        {
            process.Clock.AheadMs = random.Between(-ClockAheadMsMax, ClockAheadMsMax);
        }

        if (run.Faults.Strikes(SimulatedFault.Compaction, 20_000) && compactor.Compact())
        {
            run.Faults.Struck(SimulatedFault.Compaction);
        }
    }

    private bool Strikes(SimulatedFault fault, long ppm)
    {
        bool strikes = run.Faults.Strikes(fault, ppm);
        if (strikes)
        {
            run.Faults.Struck(fault);
        }

        return strikes;
    }
}
