namespace HybridAi.Learning.Text;

/// <summary>Counts in how many texts each n-gram hash occurs, each text once.</summary>
internal sealed class DocumentCounter
{
    private Slot[] slots = new Slot[1 << 12];
    private int used;
    private int document;

    public void NextDocument() => document++;

    public void Add(uint hash, NGramKind kind)
    {
        var mask = (uint)slots.Length - 1;
        var at = hash & mask;
        while (slots[at].Documents != 0 && slots[at].Hash != hash) at = (at + 1) & mask;
        ref var slot = ref slots[at];
        if (slot.Documents != 0)
        {
            if (slot.Last == document) return;
            slot.Documents++;
            slot.Last = document;
            return;
        }

        slot = new Slot(hash, 1, document, kind);
        if (++used > slots.Length / 2) Grow();
    }

    /// <summary>Every hash that was seen, in no stable order.</summary>
    public IEnumerable<(uint Hash, int Documents, NGramKind Kind)> Entries()
    {
        foreach (var slot in slots)
            if (slot.Documents != 0)
                yield return (slot.Hash, slot.Documents, slot.Kind);
    }

    private void Grow()
    {
        var old = slots;
        slots = new Slot[old.Length * 2];
        var mask = (uint)slots.Length - 1;
        foreach (var slot in old)
        {
            if (slot.Documents == 0) continue;
            var at = slot.Hash & mask;
            while (slots[at].Documents != 0) at = (at + 1) & mask;
            slots[at] = slot;
        }
    }

    private record struct Slot(uint Hash, int Documents, int Last, NGramKind Kind);
}
