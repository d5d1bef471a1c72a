namespace MarginStreams.Engine;

/// <content>What it holds.</content>
public sealed partial class MarginEngine
{
    /// <summary>Bytes held, by what for.</summary>
    public EngineMemory Memory
    {
        get
        {
            long indexes = 0;
            for (int i = 0; i < _market.InstrumentCount; i++)
            {
                foreach (FactorSide side in _market.InstrumentAt(i).Sides)
                {
                    indexes += side.Falling.Bytes + (side.Rising?.Bytes ?? 0) + (side.Drifting?.Bytes ?? 0);
                }
            }

            return new(_accounts.Bytes, indexes, _accounts.Ids.Bytes);
        }
    }
}
