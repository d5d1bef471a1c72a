using System.Text;

namespace MarginStreams.Cli.Terminal;

/// <summary>The last line of a terminal, which changes in place; whatever else is written goes above it. Any thread may use it.</summary>
internal sealed class StatusLine(TextWriter terminal, Func<int> width) : TextWriter
{
    private const string Clear = "\r\e[K";
    private readonly Lock _gate = new();
    private string _shown = "";
    private bool _isAtStart = true;

    /// <inheritdoc/>
    public override Encoding Encoding => terminal.Encoding;

    /// <summary>Takes stderr over, where somebody looks at it: null elsewhere. Loggers must be made afterwards.</summary>
    public static StatusLine? Install()
    {
        if (Console.IsErrorRedirected || Environment.GetEnvironmentVariable("TERM") is null or "" or "dumb")
        {
            return null;
        }

        var line = new StatusLine(Console.Error, static () => Console.WindowWidth);
        Console.SetError(line);
        return line;
    }

    /// <summary>Shows a text, cut to the terminal's width; an empty one shows nothing.</summary>
    public void Show(string text)
    {
        lock (_gate)
        {
            int columns = Math.Max(0, width() - 1);
            string cut = text.Length <= columns ? text : text[..columns];
            if (cut != _shown && _isAtStart)
            {
                terminal.Write(Clear + cut);
                terminal.Flush();
            }

            _shown = cut;
        }
    }

    /// <inheritdoc/>
    public override void Write(char value) => Write(value.ToString());

    /// <inheritdoc/>
    public override void Write(char[] buffer, int index, int count) => Write(new string(buffer, index, count));

    /// <inheritdoc/>
    public override void Write(string? value)
    {
        if (value is not { Length: > 0 })
        {
            return;
        }

        lock (_gate)
        {
            string before = _isAtStart && _shown.Length > 0 ? Clear : "";
            _isAtStart = value[^1] == '\n';
            terminal.Write(before + value + (_isAtStart ? _shown : ""));
        }
    }

    /// <inheritdoc/>
    public override void WriteLine(string? value) => Write(value + Environment.NewLine);

    /// <inheritdoc/>
    public override void Flush()
    {
        lock (_gate)
        {
            terminal.Flush();
        }
    }
}
