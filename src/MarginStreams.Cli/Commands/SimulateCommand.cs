using System.CommandLine;
using System.Text.Json.Nodes;
using MarginStreams.Cli.Simulating;
using MarginStreams.Simulation;

namespace MarginStreams.Cli.Commands;

/// <summary><c>marginstreams simulate</c>.</summary>
internal static class SimulateCommand
{
    private const int SeedsMax = 1_000_000;
    private const int StepsMax = 1_000_000;

    public static Command Create()
    {
        Option<ulong> seed = CommonOptions.Seed(1);
        Option<int> seeds = CommonOptions.Bounded("--seeds", "Number of seeds, from --seed on: a line for each that fails, and the totals.", 1, 1, SeedsMax);
        Option<int> steps = CommonOptions.Bounded("--steps", "Turns of workers before the faults heal.", SimulationOptions.DefaultSteps, 1, StepsMax);
        var faults = new Option<string>("--faults")
        {
            Description = $"Which faults may strike: all, none, or a list of {string.Join(", ", SimulationTexts.FaultNames)}.",
            HelpName = "all|none|LIST",
            DefaultValueFactory = _ => "all",
        };
        faults.Validators.Add(result =>
        {
            if (SimulationTexts.Faults(result.GetValueOrDefault<string>()) is null)
            {
                string known = string.Join(", ", SimulationTexts.FaultNames);
                result.AddError($"--faults: expected all, none, or a list of {known}, but it is {result.GetValueOrDefault<string>()}");
            }
        });
        Option<bool> json = CommonOptions.Json();
        var command = new CliCommand(
            "simulate",
            "Runs both topologies in several processes on the embedded log, with a virtual clock and seeded faults, and compares everything that they commit "
            + "with a pure recomputation of the committed input. One seed is one run, on every machine.",
            "marginstreams simulate --seed 7",
            "marginstreams simulate --seed 1 --seeds 100 --json",
            "marginstreams simulate --seed 7 --faults crash,zombie")
        {
            seed, seeds, steps, faults, json,
        };
        command.SetAction((parsed, cancel) => CommandTask.Run(() =>
        {
            var totals = new SimulationTotals();
            ulong first = parsed.GetValue(seed);
            int count = parsed.GetValue(seeds);
            for (int i = 0; i < count; i++)
            {
                cancel.ThrowIfCancellationRequested();
                SimulationReport report = Simulator.Run(new SimulationOptions(unchecked(first + (ulong)i))
                {
                    Steps = parsed.GetValue(steps), Faults = SimulationTexts.Faults(parsed.GetRequiredValue(faults))!,
                });
                totals.Add(report);
                foreach (string finding in report.Findings)
                {
                    Console.Error.WriteLine($"seed {report.Seed}: {finding}");
                }
            }

            Print(totals, parsed.GetValue(json));
            return totals.FailedSeeds.Count == 0 ? ExitCode.Ok : ExitCode.VerificationMismatch;
        }));
        return command;
    }

    private static void Print(SimulationTotals totals, bool asJson)
    {
        JsonObject figures = totals.ToJson();
        if (asJson)
        {
            LastLine.Print(figures, asJson);
            return;
        }

        foreach (ulong failed in totals.FailedSeeds)
        {
            Console.Out.WriteLine($"failed_seed={failed}");
        }

        foreach ((string name, JsonNode? value) in SimulationTotals.Flat(figures))
        {
            Console.Out.WriteLine($"{name}={value}");
        }
    }
}
