//! One connection's statements: prepared once, sent without waiting for each other's answers.

use deadpool_postgres::{ClientWrapper, Transaction};
use futures_util::future::try_join_all;
use tokio_postgres::types::ToSql;
use tokio_postgres::{Row, Statement};

use super::trouble::PgResult;

/// A connection, within a transaction or for single statements.
pub enum Db<'a> {
    Alone(&'a ClientWrapper),
    Within(Transaction<'a>),
}

/// A statement and its parameters.
pub struct Ask<'a> {
    sql: &'static str,
    params: &'a [&'a (dyn ToSql + Sync)],
}

pub fn ask<'a>(sql: &'static str, params: &'a [&'a (dyn ToSql + Sync)]) -> Ask<'a> {
    Ask { sql, params }
}

impl Db<'_> {
    /// Sends all statements at once and waits for all answers: one round trip. They run in this
    /// order, each in a snapshot of its own unless the transaction says otherwise.
    pub async fn flight<const N: usize>(&self, asks: [Ask<'_>; N]) -> PgResult<[Vec<Row>; N]> {
        // Beyond, futures-util polls in no order.
        const { assert!(N <= 30) };
        let statements = try_join_all(asks.iter().map(|ask| self.prepare(ask.sql))).await?;
        let sent = asks.iter().zip(&statements);
        let answers = try_join_all(sent.map(|(ask, statement)| self.send(statement, ask.params)));
        let mut answers = answers.await?.into_iter();
        Ok(std::array::from_fn(|_| answers.next().unwrap_or_default()))
    }

    pub async fn query(
        &self,
        sql: &'static str,
        params: &[&(dyn ToSql + Sync)],
    ) -> PgResult<Vec<Row>> {
        let statement = self.prepare(sql).await?;
        Ok(self.send(&statement, params).await?)
    }

    /// The first row, if there is one.
    pub async fn first(
        &self,
        sql: &'static str,
        params: &[&(dyn ToSql + Sync)],
    ) -> PgResult<Option<Row>> {
        Ok(self.query(sql, params).await?.into_iter().next())
    }

    /// Hands the rows on while they come, a thousand at a time; within a transaction.
    pub async fn each(
        &self,
        sql: &'static str,
        params: &[&(dyn ToSql + Sync)],
        mut each: impl FnMut(Row) -> PgResult<()> + Send,
    ) -> PgResult<()> {
        const ROWS: i32 = 1_000;
        let Self::Within(tx) = self else {
            for row in self.query(sql, params).await? {
                each(row)?;
            }
            return Ok(());
        };
        let portal = tx.bind(&self.prepare(sql).await?, params).await?;
        loop {
            let rows = tx.query_portal(&portal, ROWS).await?;
            let is_last = rows.len() < ROWS as usize;
            for row in rows {
                each(row)?;
            }
            if is_last {
                return Ok(());
            }
        }
    }

    /// How many rows it changed.
    pub async fn execute(
        &self,
        sql: &'static str,
        params: &[&(dyn ToSql + Sync)],
    ) -> PgResult<u64> {
        let statement = self.prepare(sql).await?;
        Ok(match self {
            Self::Alone(client) => client.execute(&statement, params).await?,
            Self::Within(tx) => tx.execute(&statement, params).await?,
        })
    }

    /// Statements without parameters, one after the other.
    pub async fn run(&self, sql: &str) -> PgResult<()> {
        match self {
            Self::Alone(client) => client.batch_execute(sql).await?,
            Self::Within(tx) => tx.batch_execute(sql).await?,
        }
        Ok(())
    }

    /// What was done until here stands.
    pub async fn commit(self) -> PgResult<()> {
        match self {
            Self::Alone(_) => {}
            Self::Within(tx) => tx.commit().await?,
        }
        Ok(())
    }

    async fn prepare(&self, sql: &'static str) -> Result<Statement, tokio_postgres::Error> {
        match self {
            Self::Alone(client) => client.prepare_cached(sql).await,
            Self::Within(tx) => tx.prepare_cached(sql).await,
        }
    }

    async fn send(
        &self,
        statement: &Statement,
        params: &[&(dyn ToSql + Sync)],
    ) -> Result<Vec<Row>, tokio_postgres::Error> {
        match self {
            Self::Alone(client) => client.query(statement, params).await,
            Self::Within(tx) => tx.query(statement, params).await,
        }
    }
}
