namespace HybridAi.Learning.Retrieval;

/// <summary>Receives the terms of one text in their order. Members are structs, so that each gets an analyser of its own from the compiler.</summary>
public interface ITermSink
{
    /// <summary>Takes one term; the span holds only during the call.</summary>
    /// <param name="term">The term as it is indexed.</param>
    /// <param name="start">Where the word that it comes from begins, in UTF-16 units of the text.</param>
    /// <param name="length">How many units the word has.</param>
    void Add(ReadOnlySpan<char> term, int start, int length);
}
