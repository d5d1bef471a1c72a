using MarginStreams.Benchmarks;
using MarginStreams.Cli.Recordings;
using MarginStreams.Contracts;
using MarginStreams.Risk;
using MarginStreams.Streams;

namespace MarginStreams.Cli;

/// <summary>Exceptions, as exit codes and words for the user.</summary>
internal static class Failures
{
    /// <summary>The exit code of a failure.</summary>
    public static ExitCode CodeOf(Exception failure) => failure switch
    {
        CliException known => known.Code,
        OperationCanceledException => ExitCode.Interrupted,
        RecordingException or FileNotFoundException or DirectoryNotFoundException => ExitCode.InputInvalid,
        TermsException or TopicMismatchException => ExitCode.Configuration,
        BenchMismatchException => ExitCode.VerificationMismatch,
        SchemaRegistryException or LogUnreachableException or TransactionHangingException => ExitCode.BrokerUnreachable,
        ProducerFencedException => ExitCode.Fenced,
        InvalidDataException or LogCorruptException => ExitCode.StateCorrupt,
        _ => ExitCode.Unexpected,
    };

    /// <summary>
    /// What the user reads. What should not happen keeps its stack, so that it can be reported; a disk that is full or a folder that is closed says enough.
    /// </summary>
    public static string TextOf(Exception failure) => failure switch
    {
        OperationCanceledException => "interrupted",
        IOException or UnauthorizedAccessException => failure.Message,
        _ when CodeOf(failure) == ExitCode.Unexpected => failure.ToString(),
        _ => failure.Message,
    };
}
