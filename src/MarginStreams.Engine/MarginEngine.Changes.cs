using System.Runtime.InteropServices;

namespace MarginStreams.Engine;

/// <content>Whose state is another than when it was given away last.</content>
public sealed partial class MarginEngine
{
    /// <summary>Stands where an account stood that is gone.</summary>
    private const int Nobody = -1;

    private readonly StateWriter _record = new();
    private readonly List<int> _changed = [];
    private readonly List<byte[]> _gone = [];

    /// <inheritdoc/>
    public void TakeChanges(IStateSink sink)
    {
        foreach (byte[] id in _gone)
        {
            if (_accounts.Ids.Find(id) < 0)
            {
                sink.Remove(id);
            }
        }

        foreach (int account in _changed)
        {
            if (account != Nobody)
            {
                _accounts.Row(account).Flags &= ~AccountFlags.IsChanged;
                Put(account, sink);
            }
        }

        _gone.Clear();
        _changed.Clear();
    }

    /// <inheritdoc/>
    public IStateWalk Walk() => new StateWalk(this);

    private void Put(int account, IStateSink sink)
    {
        _record.Clear();
        _stored.Write(account, _record);
        sink.Put(_accounts.Ids.Utf8(account), _record.Written);
    }

    private void Change(int account)
    {
        ref AccountRow row = ref _accounts.Row(account);
        if (!row.Has(AccountFlags.IsChanged))
        {
            row.Flags |= AccountFlags.IsChanged;
            _changed.Add(account);
        }
    }

    /// <summary>An account that goes leaves no place to the next one of its number. It mostly changed right before, so the search begins at the end.</summary>
    private void Unchange(int account)
    {
        if (_accounts.Row(account).Has(AccountFlags.IsChanged))
        {
            _accounts.Row(account).Flags &= ~AccountFlags.IsChanged;
            Span<int> changed = CollectionsMarshal.AsSpan(_changed);
            changed[changed.LastIndexOf(account)] = Nobody;
        }
    }

    private void Remove(int account)
    {
        Unchange(account);
        _gone.Add(_accounts.Ids.Utf8(account).ToArray());
        _accounts.Remove(account);
    }

    /// <summary>By number: an account keeps its own as long as it is there.</summary>
    private sealed class StateWalk(MarginEngine engine) : IStateWalk
    {
        private int _next;

        public bool TryNext(IStateSink sink)
        {
            IdTable ids = engine._accounts.Ids;
            while (_next < ids.UsedMax && !ids.IsUsed(_next))
            {
                _next++;
            }

            if (_next >= ids.UsedMax)
            {
                return false;
            }

            engine.Put(_next++, sink);
            return true;
        }
    }
}
