namespace HybridAi.Tests; public class T { [Fact] public void X() => 1.ShouldBe(1); }
