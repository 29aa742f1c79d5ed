namespace HybridAi.Learning.Text;

/// <summary>Counts in how many texts each n-gram hash occurs, each text once.</summary>
internal sealed class DocumentCounter
{
    private Slot[] _slots = new Slot[1 << 12];
    private int _used;
    private int _document;

    public void NextDocument() => _document++;

    public void Add(uint hash, NGramKind kind)
    {
        var mask = (uint)_slots.Length - 1;
        var at = hash & mask;
        while (_slots[at].Documents != 0 && _slots[at].Hash != hash) at = (at + 1) & mask;
        ref var slot = ref _slots[at];
        if (slot.Documents != 0)
        {
            if (slot.Last == _document) return;
            slot.Documents++;
            slot.Last = _document;
            return;
        }

        slot = new Slot(hash, 1, _document, kind);
        if (++_used > _slots.Length / 2) Grow();
    }

    /// <summary>Every hash that was seen, in no stable order.</summary>
    public IEnumerable<(uint Hash, int Documents, NGramKind Kind)> Entries()
    {
        foreach (var slot in _slots)
            if (slot.Documents != 0)
                yield return (slot.Hash, slot.Documents, slot.Kind);
    }

    private void Grow()
    {
        var old = _slots;
        _slots = new Slot[old.Length * 2];
        var mask = (uint)_slots.Length - 1;
        foreach (var slot in old)
        {
            if (slot.Documents == 0) continue;
            var at = slot.Hash & mask;
            while (_slots[at].Documents != 0) at = (at + 1) & mask;
            _slots[at] = slot;
        }
    }

    private record struct Slot(uint Hash, int Documents, int Last, NGramKind Kind);
}
