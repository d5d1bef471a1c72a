using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace MarginStreams.Benchmarks;

/// <summary>On what it was measured: a figure says little without it.</summary>
public static class Machine
{
    private const string CpuInfo = "/proc/cpuinfo";

    /// <summary>The machine, as <c>name=value</c> lines.</summary>
    public static IEnumerable<string> Lines()
    {
        yield return $"machine_cpu={Cpu()}";
        yield return $"machine_cores={Environment.ProcessorCount}";
        yield return $"machine_vector_bits={(Vector512.IsHardwareAccelerated ? 512 : Vector256.IsHardwareAccelerated ? 256 : 64)}";
        yield return $"machine_runtime={RuntimeInformation.FrameworkDescription}";
    }

    private static string Cpu() =>
        (File.Exists(CpuInfo) ? File.ReadLines(CpuInfo) : [])
            .Where(line => line.StartsWith("model name", StringComparison.Ordinal))
            .Select(line => line[(line.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim())
            .FirstOrDefault(RuntimeInformation.ProcessArchitecture.ToString());
}
