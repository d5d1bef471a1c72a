using Mono.Cecil;
using Mono.Cecil.Cil;

namespace MarginStreams.Architecture.Tests;

/// <summary>Floating point never decides: the pure core holds none, in no field, signature, local or instruction.</summary>
public sealed class NoFloatingPoint
{
    private static readonly HashSet<string> FloatTypes = ["System.Single", "System.Double", "System.Half", "System.Decimal"];

    private static readonly HashSet<Code> FloatCodes =
    [
        Code.Ldc_R4, Code.Ldc_R8, Code.Conv_R4, Code.Conv_R8, Code.Conv_R_Un,
        Code.Ldelem_R4, Code.Ldelem_R8, Code.Ldind_R4, Code.Ldind_R8, Code.Stind_R4, Code.Stind_R8,
    ];

    [Theory]
    [InlineData("MarginStreams.Risk")]
    [InlineData("MarginStreams.Engine")]
    [InlineData("MarginStreams.Oracle")]
    public void PureCore_Assembly_HoldsNoFloat(string project) => Assert.Empty(Findings(project + ".dll"));

    [Fact]
    public void Findings_AssemblyThatUsesFloats_AreNotEmpty() =>
        Assert.NotEmpty(Findings(Path.GetFileName(typeof(NoFloatingPoint).Assembly.Location)));

    /// <summary>The negative control of this test.</summary>
    internal static double UsesFloat(int value) => value * 1.5;

    private static List<string> Findings(string file)
    {
        var findings = new List<string>();
        using AssemblyDefinition assembly = AssemblyDefinition.ReadAssembly(Path.Combine(AppContext.BaseDirectory, file));
        foreach (TypeDefinition type in assembly.MainModule.GetTypes())
        {
            findings.AddRange(type.Fields.Where(field => IsFloat(field.FieldType)).Select(field => field.FullName));
            findings.AddRange(type.Methods.Where(UsesFloat).Select(method => method.FullName));
        }

        return findings;
    }

    private static bool UsesFloat(MethodDefinition method) =>
        IsFloat(method.ReturnType)
        || method.Parameters.Any(parameter => IsFloat(parameter.ParameterType))
        || (method.HasBody
            && (method.Body.Variables.Any(variable => IsFloat(variable.VariableType))
                || method.Body.Instructions.Any(instruction => FloatCodes.Contains(instruction.OpCode.Code))));

    private static bool IsFloat(TypeReference type) => FloatTypes.Contains(type.FullName) || FloatTypes.Contains(type.GetElementType().FullName);
}
