namespace HybridAi.Documents.Answering;

/// <summary>How much a text reads like an instruction to the model that reads it, 0 to 1.</summary>
public delegate double InstructionScore(string text);
