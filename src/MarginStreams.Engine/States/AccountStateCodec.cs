using System.Text;

namespace MarginStreams.Engine;

/// <summary>An account's state from and to the record that is kept of it, plainly: <see cref="AccountStateFormat"/> says what is in it.</summary>
public static class AccountStateCodec
{
    /// <summary>To bytes.</summary>
    public static byte[] Encode(AccountState state)
    {
        StateWriter writer = StateWriter.Own();
        Write(state, writer);
        return writer.ToArray();
    }

    /// <summary>Behind what a writer holds.</summary>
    public static void Write(AccountState state, StateWriter writer)
    {
        byte band = state.Band is { } known ? (byte)(known + 1) : (byte)0;
        AccountStateFormat.WriteHead(writer, new AccountHead(state.PositionOffset, band, state.WarningPpm, state.Attributes, state.Episode, state.Await));
        foreach ((string instrument, Holding holding) in state.Holdings.OrderBy(held => held.Key, StringComparer.Ordinal))
        {
            writer.WriteString(instrument);
            writer.WriteAmount(holding.Size);
            writer.WriteAmount(holding.Cost);
            writer.WriteAmount(holding.SettledIndex);
        }
    }

    /// <summary>From bytes.</summary>
    /// <exception cref="InvalidDataException">They are not what <see cref="Encode"/> writes.</exception>
    public static AccountState Decode(string account, ReadOnlySpan<byte> bytes)
    {
        var reader = new StateReader(bytes, AccountStateFormat.Version, AccountStateFormat.What);
        AccountHead head = AccountStateFormat.ReadHead(ref reader);
        var holdings = new List<KeyValuePair<string, Holding>>();
        while (!reader.IsAtEnd)
        {
            string instrument = reader.ReadString();
            if (holdings.Count > 0 && string.CompareOrdinal(holdings[^1].Key, instrument) >= 0)
            {
                reader.Refuse();
            }

            holdings.Add(KeyValuePair.Create(instrument, new Holding(reader.ReadAmount(), reader.ReadAmount(), reader.ReadAmount())));
        }

        AccountBand? band = head.Band == 0 ? null : (AccountBand)(head.Band - 1);
        return new(account, head.PositionOffset, head.Attributes, holdings, head.Episode, band, head.Await, head.WarningPpm);
    }

    /// <summary>Gives an engine states that another one had, and has it go on from them.</summary>
    public static void Restore(this IMarginEngine engine, IEnumerable<AccountState> states)
    {
        foreach (AccountState state in states)
        {
            engine.Restore(Encoding.UTF8.GetBytes(state.Account), Encode(state));
        }

        engine.Restored();
    }
}
