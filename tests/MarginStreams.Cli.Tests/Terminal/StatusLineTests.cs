using MarginStreams.Cli.Terminal;

namespace MarginStreams.Cli.Tests.Terminal;

/// <summary>A line that stays below what else is written.</summary>
public sealed class StatusLineTests : IDisposable
{
    private const string Clear = "\r\e[K";
    private readonly StringWriter _terminal = new();
    private readonly StatusLine _line;

    public StatusLineTests() => _line = new StatusLine(_terminal, static () => 11);

    [Fact]
    public void Show_TextChanges_ReplacesIt()
    {
        _line.Show("a");
        _line.Show("a");
        _line.Show("bc");
        _line.Show("");
        Assert.Equal($"{Clear}a{Clear}bc{Clear}", _terminal.ToString());
    }

    [Fact]
    public void Show_LongerThanTheTerminal_IsCutSoThatItStaysOneLine()
    {
        _line.Show("0123456789abc");
        Assert.Equal($"{Clear}0123456789", _terminal.ToString());
    }

    [Fact]
    public void Write_WholeLines_GoAboveIt()
    {
        _line.Show("50%");
        _line.Write("hello\n");
        _line.WriteLine("again");
        Assert.Equal($"{Clear}50%{Clear}hello\n50%{Clear}again{Environment.NewLine}50%", _terminal.ToString());
    }

    [Fact]
    public void Write_PartOfALine_IsNotTornByIt()
    {
        _line.Show("50%");
        _line.Write("hel");
        _line.Show("60%");
        _line.Write("lo\n");
        Assert.Equal($"{Clear}50%{Clear}hello\n60%", _terminal.ToString());
    }

    [Fact]
    public void Write_NothingShown_IsUnchanged()
    {
        _line.Write('a');
        _line.Write(null as string);
        _line.WriteLine("b");
        Assert.Equal($"ab{Environment.NewLine}", _terminal.ToString());
    }

    public void Dispose()
    {
        _line.Dispose();
        _terminal.Dispose();
    }
}
