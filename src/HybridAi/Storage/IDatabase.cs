using System.Data.Common;

namespace HybridAi.Storage;

/// <summary>
/// A database that holds the product's state. Members differ only in how a connection is opened and in the few words of SQL that the
/// migrations leave open; every other statement runs on both as it stands.
/// </summary>
public interface IDatabase
{
    /// <summary>The member's name: <c>sqlite</c> or <c>postgres</c>.</summary>
    string Name { get; }

    /// <summary>Where it is, for a person: a file, or host and database; never a password.</summary>
    string Place { get; }

    /// <summary>How this database writes a column that counts up by itself and is the primary key.</summary>
    string IdentityColumn { get; }

    /// <summary>The type of a column of bytes.</summary>
    string BytesColumn { get; }

    /// <summary>An open connection, to be disposed by the caller.</summary>
    Task<DbConnection> OpenAsync(CancellationToken cancellation);

    /// <summary>Where frequent small writes of this process stand in line and share transactions.</summary>
    SharedWrites Writes { get; }

    /// <summary>Through which frequent small reads go.</summary>
    SharedReads Reads { get; }

    /// <summary>Takes the lock that lets one process migrate at a time, within <paramref name="transaction"/>.</summary>
    Task LockForMigrationAsync(DbTransaction transaction, CancellationToken cancellation);
}
