//! Takes whole tables of another store in: all of them in one transaction, then reads them back.

use std::pin::pin;

use bytes::BytesMut;
use deadpool_postgres::Transaction;
use futures_util::TryStreamExt;
use rantang_core::sync::agreement::Tally;
use tokio::sync::mpsc::Receiver;
use tokio_postgres::Row;
use tokio_postgres::binary_copy::BinaryCopyInWriter;
use tokio_postgres::types::{IsNull, ToSql, Type, to_sql_checked};

use super::PostgresStore;
use super::trouble::Trouble;
use crate::store::StoreError;
use crate::store::tables::{Cell, Column, Kind, TABLES, Table, in_postgres, tally};

/// Some rows of one table after the other, in the order of [`TABLES`].
pub enum Piece {
    Rows(Vec<Vec<Cell>>),
    EndOfTable,
}

#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    #[error("the database holds data already; give an empty one")]
    NotEmpty,
    #[error(
        "table {table}: {written} rows were written and {read} read back, or not the same ones; nothing was kept"
    )]
    Differs {
        table: &'static str,
        written: u64,
        read: u64,
    },
    #[error("reading ended early; nothing was kept")]
    Ended,
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl From<tokio_postgres::Error> for ImportError {
    fn from(error: tokio_postgres::Error) -> Self {
        Self::Store(Trouble::from(error).into())
    }
}

impl PostgresStore {
    /// Fills an empty database. Returns how many rows.
    pub async fn import(&self, mut pieces: Receiver<Piece>) -> Result<u64, ImportError> {
        let mut client = self.client().await?;
        let tx = client.transaction().await?;
        // Long, and alone: of two that fill one database the second finds it filled.
        tx.batch_execute("SET LOCAL statement_timeout = 0; LOCK TABLE server IN EXCLUSIVE MODE")
            .await?;
        for table in TABLES {
            let sql = format!("SELECT 1 FROM {} LIMIT 1", table.name);
            if tx.query_opt(&sql, &[]).await?.is_some() {
                return Err(ImportError::NotEmpty);
            }
        }
        let mut rows = 0;
        for table in TABLES {
            let written = fill(&tx, table, &mut pieces).await?;
            let read = read_back(&tx, table).await?;
            if read != written {
                return Err(ImportError::Differs {
                    table: table.name,
                    written: written.count,
                    read: read.count,
                });
            }
            rows += written.count;
            continue_numbers(&tx, table).await?;
        }
        tx.commit().await?;
        // What the planner knows is of empty tables.
        client.batch_execute("ANALYZE").await?;
        Ok(rows)
    }
}

fn columns_of(table: &Table) -> String {
    let names = table.columns.iter().map(|(name, _)| in_postgres(name));
    names.collect::<Vec<_>>().join(", ")
}

async fn fill(
    tx: &Transaction<'_>,
    table: &Table,
    pieces: &mut Receiver<Piece>,
) -> Result<Tally, ImportError> {
    let sql = format!(
        "COPY {} ({}) FROM STDIN BINARY",
        table.name,
        columns_of(table)
    );
    let types: Vec<Type> = table
        .columns
        .iter()
        .map(|(_, kind)| type_of(*kind))
        .collect();
    let mut sink = pin!(BinaryCopyInWriter::new(tx.copy_in(&sql).await?, &types));
    let mut written = Tally::default();
    loop {
        match pieces.recv().await {
            Some(Piece::Rows(rows)) => {
                for cells in rows {
                    written += tally(&cells);
                    sink.as_mut().write_raw(cells).await?;
                }
            }
            Some(Piece::EndOfTable) => break,
            None => return Err(ImportError::Ended),
        }
    }
    sink.as_mut().finish().await?;
    Ok(written)
}

async fn read_back(tx: &Transaction<'_>, table: &Table) -> Result<Tally, ImportError> {
    let mut read = Tally::default();
    let sql = format!("SELECT {} FROM {}", columns_of(table), table.name);
    let mut rows = pin!(tx.query_raw(&sql, std::iter::empty::<i64>()).await?);
    while let Some(row) = rows.try_next().await? {
        let columns = table.columns.iter().enumerate();
        let cells = columns.map(|(at, column)| cell(&row, at, column));
        read += tally(&cells.collect::<Result<Vec<_>, _>>()?);
    }
    Ok(read)
}

fn cell(row: &Row, at: usize, (_, kind): &Column) -> Result<Cell, tokio_postgres::Error> {
    let cell = match kind {
        Kind::Id => row.try_get::<_, Option<_>>(at)?.map(Cell::Id),
        Kind::Bytes => row.try_get::<_, Option<_>>(at)?.map(Cell::Bytes),
        Kind::Text => row.try_get::<_, Option<_>>(at)?.map(Cell::Text),
        Kind::Int => row.try_get::<_, Option<_>>(at)?.map(Cell::Int),
        Kind::Bool => row.try_get::<_, Option<_>>(at)?.map(Cell::Bool),
    };
    Ok(cell.unwrap_or(Cell::Null))
}

/// What is written next gets a number behind those that were taken over.
async fn continue_numbers(tx: &Transaction<'_>, table: &Table) -> Result<(), ImportError> {
    let Some(column) = table.numbered else {
        return Ok(());
    };
    let name = table.name;
    let sql = format!(
        "SELECT setval(pg_get_serial_sequence('{name}', '{column}'),
           coalesce(max({column}), 0) + 1, false) FROM {name}"
    );
    Ok(tx.batch_execute(&sql).await?)
}

fn type_of(kind: Kind) -> Type {
    match kind {
        Kind::Id => Type::UUID,
        Kind::Bytes => Type::BYTEA,
        Kind::Text => Type::TEXT,
        Kind::Int => Type::INT8,
        Kind::Bool => Type::BOOL,
    }
}

impl ToSql for Cell {
    fn to_sql(
        &self,
        ty: &Type,
        out: &mut BytesMut,
    ) -> Result<IsNull, Box<dyn std::error::Error + Sync + Send>> {
        match self {
            Self::Null => Ok(IsNull::Yes),
            Self::Id(id) => id.to_sql(ty, out),
            Self::Bytes(bytes) => bytes.to_sql(ty, out),
            Self::Text(text) => text.to_sql(ty, out),
            Self::Int(number) => number.to_sql(ty, out),
            Self::Bool(is) => is.to_sql(ty, out),
        }
    }

    fn accepts(_: &Type) -> bool {
        true
    }

    to_sql_checked!();
}
