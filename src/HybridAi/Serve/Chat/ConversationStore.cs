using Dapper;
using HybridAi.Storage;

namespace HybridAi.Serve.Chat;

/// <summary>Conversations and what was asked in them. Everybody sees his own alone.</summary>
public sealed class ConversationStore(IDatabase database, TimeProvider clock)
{
    private const int MostTitle = 200;
    private const int MostComment = 4_000;

    /// <summary>The asker's conversations, the newest first.</summary>
    public async Task<IReadOnlyList<Conversation>> ListAsync(Asker asker, int take, CancellationToken cancellation)
    {
        await using var connection = await database.OpenAsync(cancellation);
        return [.. (await connection.QueryAsync<Row>(new CommandDefinition(
            "SELECT * FROM conversations WHERE tenant = @Tenant AND owner = @Name ORDER BY updated_at DESC, id DESC LIMIT @take",
            new { asker.Tenant, asker.Name, take }, cancellationToken: cancellation))).Select(row => row.ToConversation())];
    }

    /// <summary>A conversation of the asker, or the fault <c>conversation-unknown</c>.</summary>
    public async Task<Outcome<Conversation>> FindAsync(Asker asker, string id, CancellationToken cancellation)
    {
        await using var connection = await database.OpenAsync(cancellation);
        return await connection.QueryFirstOrDefaultAsync<Row>(new CommandDefinition(
            "SELECT * FROM conversations WHERE tenant = @Tenant AND owner = @Name AND id = @id", new { asker.Tenant, asker.Name, id }, cancellationToken: cancellation)) is { } row
            ? row.ToConversation()
            : Fault.NotFound("conversation-unknown", $"You have no conversation '{id}'.", "conversationId");
    }

    /// <summary>What was asked in a conversation, in order; what was asked anew stands beside what it replaces.</summary>
    public async Task<IReadOnlyList<ChatExchange>> ExchangesAsync(string conversation, CancellationToken cancellation)
    {
        await using var connection = await database.OpenAsync(cancellation);
        return [.. (await connection.QueryAsync<ExchangeRow>(new CommandDefinition(
            "SELECT * FROM chat_exchanges WHERE conversation = @conversation ORDER BY seq", new { conversation }, cancellationToken: cancellation)))
            .Select(row => row.ToExchange())];
    }

    /// <summary>Begins a conversation with its first question.</summary>
    public async Task<Conversation> BeginAsync(Asker asker, string question, CancellationToken cancellation)
    {
        var now = clock.GetUtcNow();
        var begun = new Conversation($"conversation-{Guid.CreateVersion7(now):N}", asker.Tenant, asker.Name, Conversation.TitleOf(question), now, now);
        await using var connection = await database.OpenAsync(cancellation);
        await connection.ExecuteAsync(new CommandDefinition(
            "INSERT INTO conversations (id, tenant, owner, title, created_at, updated_at) VALUES (@Id, @Tenant, @Owner, @Title, @CreatedAt, @UpdatedAt)", begun,
            cancellationToken: cancellation));
        return begun;
    }

    /// <summary>Gives a conversation another title; the fault is <c>conversation-unknown</c> or <c>title-invalid</c>.</summary>
    public async Task<Outcome<Conversation>> RenameAsync(Asker asker, string id, string title, CancellationToken cancellation)
    {
        title = title.Trim();
        if (title.Length is 0 or > MostTitle) return Fault.BadInput("title-invalid", $"A title has 1 to {MostTitle} characters.", "title");
        if (!(await FindAsync(asker, id, cancellation)).Succeeded(out var found, out var fault)) return fault;
        await using var connection = await database.OpenAsync(cancellation);
        await connection.ExecuteAsync(new CommandDefinition("UPDATE conversations SET title = @title WHERE id = @id", new { title, id }, cancellationToken: cancellation));
        return found with { Title = title };
    }

    /// <summary>Deletes a conversation with all that was asked in it, or says <c>conversation-unknown</c>.</summary>
    public async Task<Outcome<Conversation>> DeleteAsync(Asker asker, string id, CancellationToken cancellation)
    {
        if (!(await FindAsync(asker, id, cancellation)).Succeeded(out var found, out var fault)) return fault;
        await using var connection = await database.OpenAsync(cancellation);
        await using var transaction = await WriteTransaction.BeginAsync(connection, cancellation);
        await connection.ExecuteAsync(new CommandDefinition("DELETE FROM chat_exchanges WHERE conversation = @id", new { id }, transaction.Inner, cancellationToken: cancellation));
        await connection.ExecuteAsync(new CommandDefinition("DELETE FROM conversations WHERE id = @id", new { id }, transaction.Inner, cancellationToken: cancellation));
        await transaction.CommitAsync(cancellation);
        return found;
    }

    /// <summary>What the asker thinks of an answer; a later word replaces an earlier one. The fault is <c>exchange-unknown</c> or <c>comment-too-long</c>.</summary>
    public async Task<Outcome<ChatExchange>> RateAsync(Asker asker, string exchange, Rating? rating, string? comment, CancellationToken cancellation)
    {
        if (comment?.Length > MostComment) return Fault.BadInput("comment-too-long", $"A comment has at most {MostComment:N0} characters, not {comment.Length:N0}.", "comment");
        await using var connection = await database.OpenAsync(cancellation);
        return await connection.QueryFirstOrDefaultAsync<ExchangeRow>(new CommandDefinition(
            """
            UPDATE chat_exchanges SET rating = @rating, comment = @comment
            WHERE id = @exchange AND conversation IN (SELECT id FROM conversations WHERE tenant = @Tenant AND owner = @Name) RETURNING *
            """,
            new { rating = rating?.ToString(), comment, exchange, asker.Tenant, asker.Name }, cancellationToken: cancellation)) is { } row
            ? row.ToExchange()
            : Fault.NotFound("exchange-unknown", $"You have asked nothing '{exchange}'.");
    }

    /// <summary>A tenant's answers that whoever asked found good or bad, the newest first, whoever that was.</summary>
    public async Task<IReadOnlyList<ChatExchange>> RatedAsync(string tenant, Rating rating, int take, CancellationToken cancellation)
    {
        await using var connection = await database.OpenAsync(cancellation);
        return [.. (await connection.QueryAsync<ExchangeRow>(new CommandDefinition(
            """
            SELECT * FROM chat_exchanges
            WHERE rating = @rating AND answer IS NOT NULL AND conversation IN (SELECT id FROM conversations WHERE tenant = @tenant) ORDER BY seq DESC LIMIT @take
            """,
            new { rating = rating.ToString(), tenant, take }, cancellationToken: cancellation))).Select(row => row.ToExchange())];
    }

    /// <summary>What an answerer's answers have cost on average; null where it has given none, or at an unknown cost.</summary>
    public async Task<decimal?> MeanCostAsync(string answerer, CancellationToken cancellation)
    {
        await using var connection = await database.OpenAsync(cancellation);
        var mean = await connection.ExecuteScalarAsync<double?>(new CommandDefinition(
            "SELECT AVG(CAST(own_cost_nano AS DOUBLE PRECISION)) FROM chat_exchanges WHERE answerer = @answerer", new { answerer }, cancellationToken: cancellation));
        return mean is { } nano ? Usd.FromNano((long)nano) : null;
    }

    internal async Task<ChatExchange> AskAsync(Conversation conversation, string question, string? replaces, CancellationToken cancellation)
    {
        var now = clock.GetUtcNow();
        var asked = new ChatExchange($"exchange-{Guid.CreateVersion7(now):N}", conversation.Id, question, ExchangeState.Answering, "", null, replaces, null, null, now);
        await using var connection = await database.OpenAsync(cancellation);
        await using var transaction = await WriteTransaction.BeginAsync(connection, cancellation);
        await connection.ExecuteAsync(new CommandDefinition(
            """
            INSERT INTO chat_exchanges (id, conversation, question, state, text, replaces, created_at)
            VALUES (@Id, @ConversationId, @Question, 'Answering', '', @Replaces, @CreatedAt)
            """,
            asked, transaction.Inner, cancellationToken: cancellation));
        await connection.ExecuteAsync(new CommandDefinition(
            "UPDATE conversations SET updated_at = @now WHERE id = @Id", new { now, conversation.Id }, transaction.Inner, cancellationToken: cancellation));
        await transaction.CommitAsync(cancellation);
        return asked;
    }

    internal async Task<ChatExchange> EndAsync(ChatExchange exchange, decimal? ownCost)
    {
        await using var connection = await database.OpenAsync(CancellationToken.None);
        await connection.ExecuteAsync(
            "UPDATE chat_exchanges SET state = @State, text = @Text, answer = @Answer, answerer = @Answerer, own_cost_nano = @OwnCost WHERE id = @Id",
            new
            {
                exchange.Id, State = exchange.State.ToString(), exchange.Text, Answer = exchange.Answer is { } answer ? Json.Write(answer) : null,
                exchange.Answer?.Answerer, OwnCost = exchange.Answer is null ? null : Usd.ToNano(ownCost),
            });
        return exchange;
    }

    private sealed class Row
    {
        public string Id { get; init; } = "";
        public string Tenant { get; init; } = "";
        public string Owner { get; init; } = "";
        public string Title { get; init; } = "";
        public DateTimeOffset CreatedAt { get; init; }
        public DateTimeOffset UpdatedAt { get; init; }

        public Conversation ToConversation() => new(Id, Tenant, Owner, Title, CreatedAt, UpdatedAt);
    }

    private sealed class ExchangeRow
    {
        public string Id { get; init; } = "";
        public string Conversation { get; init; } = "";
        public string Question { get; init; } = "";
        public string State { get; init; } = "";
        public string Text { get; init; } = "";
        public string? Answer { get; init; }
        public string? Replaces { get; init; }
        public string? Rating { get; init; }
        public string? Comment { get; init; }
        public DateTimeOffset CreatedAt { get; init; }

        public ChatExchange ToExchange() => new(
            Id, Conversation, Question, Enum.Parse<ExchangeState>(State), Text, Answer is null ? null : Json.Read<ChatAnswer>(Answer), Replaces,
            Rating is null ? null : Enum.Parse<Rating>(Rating), Comment, CreatedAt);
    }
}
