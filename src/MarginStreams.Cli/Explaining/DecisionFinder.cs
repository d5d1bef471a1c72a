using System.Globalization;
using MarginStreams.Cli.Recordings;
using MarginStreams.Cli.Runs;
using MarginStreams.Contracts;
using MarginStreams.Topologies;

namespace MarginStreams.Cli.Explaining;

/// <summary>Makes one decision of a run again: the run's recording up to that moment, this account alone, and the engine of production.</summary>
public sealed class DecisionFinder
{
    private readonly WireFormat _wire = new(new LocalSchemaIds());
    private readonly RunFolder _folder;
    private readonly string _account;
    private readonly PipelineOptions _options;
    private readonly AccountInput _input;
    private readonly int _frameCount;

    /// <summary>A finder for one account of a run.</summary>
    /// <exception cref="CliException">There is no such run, its recording is another one by now, or the account is not in it.</exception>
    public DecisionFinder(RunFolder folder, string account, string? recordingPath)
    {
        RunResult result = folder.ReadResult();
        _folder = folder;
        _account = account;
        _options = RunSources.ToOptions(result.Settings);
        Recording recording = RunSources.Reopen(result.Recording, recordingPath);
        Dictionary<long, long> offsets = folder.ReadFrames().ToDictionary(frame => frame.Frame, frame => frame.Offset);
        _frameCount = offsets.Count;
        _input = new AccountInput(recording, _options, _wire, account, n => offsets.GetValueOrDefault(n, -1));
        if (_input.FirstOwn is null)
        {
            throw new CliException(ExitCode.InputInvalid, $"account {account} has no record in {recording.PathOf(InputTopic.Positions)}");
        }
    }

    /// <summary>The decision behind the account's latest trigger; where it has none, its judgement at the last frame.</summary>
    public Decision Latest() => RunTriggers.Of(_folder, _account).LastOrDefault() is { } trigger ? At(trigger) : AtFrame(_frameCount - 1);

    /// <summary>The decision behind a trigger of the account.</summary>
    /// <exception cref="CliException">There is no such trigger.</exception>
    public Decision AtTrigger(string triggerId) =>
        RunTriggers.Of(_folder, _account).FirstOrDefault(one => one.TriggerId == triggerId) is { } trigger
            ? At(trigger)
            : throw new CliException(ExitCode.InputInvalid, $"account {_account} has no trigger {triggerId} in this run");

    private Decision At(LiquidationTrigger trigger) =>
        Replay(trigger, (_, sent) => sent.Contains(trigger.TriggerId, StringComparer.Ordinal), $"with trigger {trigger.TriggerId}")
            ?? throw new CliException(
                ExitCode.VerificationMismatch, $"the recording does not lead to trigger {trigger.TriggerId}: see marginstreams verify");

    /// <summary>The judgement of the account at a frame: after its prices, and after the account's own records up to the next frame.</summary>
    /// <exception cref="CliException">There is no such frame, or the account was not there yet.</exception>
    public Decision AtFrame(long number)
    {
        if (_frameCount == 0)
        {
            throw new CliException(ExitCode.InputInvalid, "the run has no frame: nothing was ever judged");
        }

        if (number < 0 || number >= _frameCount)
        {
            throw new CliException(ExitCode.Usage, $"--at: expected a frame from 0 to {_frameCount - 1}, but it is {number}");
        }

        string next = RecordKeys.Frame(number + 1);
        string moment = string.Create(CultureInfo.InvariantCulture, $"at frame {number}");
        Decision decision = Replay(null, (replay, _) => replay.NextFrameKey is { } key && (key.Length == 0 || key == next), moment)!;
        return decision.Positions.Count > 0
            ? decision
            : throw new CliException(
                ExitCode.InputInvalid, $"account {_account} was not there {moment}: its first record is {_input.Beginning()}");
    }

    private Decision? Replay(LiquidationTrigger? trigger, Func<AccountReplay, IReadOnlyList<string>, bool> isThere, string moment)
    {
        var replay = new AccountReplay(_account, _input, _options, _wire);
        bool there = false;
        int judgeable = 0;
        while (!there && replay.Taken < _input.Records.Count)
        {
            there = isThere(replay, replay.Step());
            judgeable = replay.IsJudgeable ? replay.Taken : judgeable;
        }

        if (!there)
        {
            return null;
        }

        string? whyNot = replay.IsJudgeable ? null
            : replay.State is null ? $"nothing is left of the account {moment}: it has neither holdings nor attributes"
            : $"the account could not be judged {moment}: {(replay.Error.Length > 0 ? replay.Error : "it was not tried yet")}";
        JudgedMoment? judged = replay.Judged() ?? Earlier(judgeable);
        return new(
            _account, trigger, replay.State, whyNot, judged, replay.Positions, judged is null ? [] : [.. _input.Observations(judged.Inputs)]);
    }

    /// <summary>The judgement after so many records.</summary>
    private JudgedMoment? Earlier(int taken)
    {
        var replay = new AccountReplay(_account, _input, _options, _wire);
        replay.StepTo(taken);
        return replay.Judged();
    }
}
