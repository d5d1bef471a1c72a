using MarginStreams.Risk;

namespace MarginStreams.Engine.Tests;

/// <summary>The promise of docs/concepts/episodes.md, checked account by account.</summary>
internal static class Promise
{
    /// <summary>The first account for which it does not hold, or null.</summary>
    public static string? Broken(IEnumerable<AccountState> states, Func<string, Assessment?> assess)
    {
        foreach (AccountState state in states.Where(state => state.Await is null))
        {
            Assessment? figures = assess(state.Account);
            bool isOpen = state.Episode is not null;
            bool isWrittenOff = !isOpen && state.Band == AccountBand.BadDebt && figures is { HasClosable: false };
            bool mustBeOpen = figures is { IsLiquidatable: true } && !isWrittenOff;
            bool mayBeOpen = figures is null || figures.IsLiquidatable || !figures.IsOut;
            bool isHeldRightly = state.Episode is null || state.Episode.Held == figures is null;
            if ((mustBeOpen && !isOpen) || (isOpen && !mayBeOpen) || !isHeldRightly)
            {
                return $"the promise does not hold: {EffectText.Full(state)} with {EffectText.Full(figures)}";
            }
        }

        return null;
    }
}
