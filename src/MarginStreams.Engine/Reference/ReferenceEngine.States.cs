using System.Text;

namespace MarginStreams.Engine.Reference;

/// <content>Records of states, out and in.</content>
public sealed partial class ReferenceEngine
{
    private readonly List<string> _gone = [];
    private readonly SortedDictionary<string, AccountState> _restoring = new(StringComparer.Ordinal);
    private long _changes;

    /// <inheritdoc />
    public void TakeChanges(IStateSink sink)
    {
        ArgumentNullException.ThrowIfNull(sink);
        foreach (string id in _gone.Where(id => !_accounts.ContainsKey(id)))
        {
            sink.Remove(Encoding.UTF8.GetBytes(id));
        }

        foreach (ReferenceAccount account in _accounts.Values.Where(one => one.ChangedAt > 0).OrderBy(one => one.ChangedAt))
        {
            Put(account, sink);
            account.ChangedAt = 0;
        }

        _gone.Clear();
    }

    /// <inheritdoc />
    public IStateWalk Walk() => new StateWalk(this);

    /// <inheritdoc />
    public void Restore(ReadOnlySpan<byte> account, ReadOnlySpan<byte> state)
    {
        string id = Encoding.UTF8.GetString(account);
        Remove(id);
        _restoring.Remove(id);
        if (!state.IsEmpty)
        {
            _restoring[id] = id.IndexOf(':', StringComparison.Ordinal) > 0
                ? AccountStateCodec.Decode(id, state)
                : throw new InvalidDataException($"expected the state of an account venue:rest, but its id is {id}");
        }
    }

    /// <inheritdoc />
    public void Restored()
    {
        foreach (AccountState state in _restoring.Values)
        {
            ReferenceAccount restored = FindOrCreate(state.Account);
            foreach ((string instrument, Holding holding) in state.Holdings)
            {
                Replace(restored, instrument, holding);
            }

            restored.Attributes = state.Attributes;
            restored.PositionOffset = state.PositionOffset;
            restored.Episode = state.Episode;
            restored.Band = state.Band;
            restored.Await = state.Await;
            restored.WarningPpm = state.WarningPpm;
        }

        _restoring.Clear();
    }

    /// <summary>Notes that an account has another state than when it was given away last.</summary>
    private void Change(ReferenceAccount account)
    {
        if (account.ChangedAt == 0)
        {
            account.ChangedAt = ++_changes;
        }
    }

    private void Remove(string id)
    {
        _accounts.Remove(id);
        _inOrder = null;
    }

    private void Forget(string id)
    {
        Remove(id);
        _gone.Add(id);
    }

    private static void Put(ReferenceAccount account, IStateSink sink) =>
        sink.Put(Encoding.UTF8.GetBytes(account.Id), AccountStateCodec.Encode(account.ToState()));

    /// <summary>Over the ids as they are at its beginning.</summary>
    private sealed class StateWalk(ReferenceEngine engine) : IStateWalk
    {
        private readonly Queue<string> _left = new(engine._accounts.Keys);

        public bool TryNext(IStateSink sink)
        {
            while (_left.TryDequeue(out string? id))
            {
                if (engine._accounts.TryGetValue(id, out ReferenceAccount? account))
                {
                    Put(account, sink);
                    return true;
                }
            }

            return false;
        }
    }
}
