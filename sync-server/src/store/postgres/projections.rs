//! Tables of users, routes and covers, kept in step with the rows that are written.

use uuid::Uuid;

use super::db::{Db, ask};
use super::media;
use super::trouble::PgResult;
use crate::intake::Placed;
use crate::intake::rights::Assignment;
use crate::store::cbor::encode;
use crate::store::projections::{CoverNow, RouteNow, UserNow};

const USERS: &str = "INSERT INTO users (user_id, area, profile)
     SELECT * FROM unnest($1::uuid[], $2::text[], $3::bytea[])
     ON CONFLICT (user_id) DO UPDATE SET area = excluded.area, profile = excluded.profile";
const FORGET_ROLES: &str = "DELETE FROM user_roles WHERE user_id = ANY($1)";
const ROLES: &str = "INSERT INTO user_roles (user_id, role)
     SELECT * FROM unnest($1::uuid[], $2::text[]) ON CONFLICT DO NOTHING";
const ROUTES: &str = "INSERT INTO routes (route, kelurahan, courier, since_ms)
     SELECT * FROM unnest($1::uuid[], $2::text[], $3::uuid[], $4::bigint[])
     ON CONFLICT (route) DO UPDATE SET kelurahan = excluded.kelurahan,
       courier = excluded.courier, since_ms = excluded.since_ms";
const COVERS: &str = "INSERT INTO covers (cover, route, kelurahan, courier, from_ms, until_ms)
     SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::uuid[], $5::bigint[], $6::bigint[])
     ON CONFLICT (cover) DO UPDATE SET route = excluded.route, kelurahan = excluded.kelurahan,
       courier = excluded.courier, from_ms = excluded.from_ms, until_ms = excluded.until_ms";
const ASSIGNMENTS: &str = "INSERT INTO route_assignments
       (op_id, route, kelurahan, courier, at_ms, uncertainty_ms)
     SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::uuid[], $5::bigint[], $6::bigint[])
     ON CONFLICT DO NOTHING";

/// Most batches change none of this and send nothing.
pub async fn write(db: &Db<'_>, placed: &Placed, assignments: &[Assignment]) -> PgResult<()> {
    let puts = || placed.puts.iter().map(|(row, _)| row);
    media::project(db, puts()).await?;
    let users: Vec<UserNow> = puts().filter_map(UserNow::of).collect();
    if !users.is_empty() {
        write_users(db, &users).await?;
    }
    let routes: Vec<RouteNow> = puts().filter_map(RouteNow::of).collect();
    if !routes.is_empty() {
        let id: Vec<Uuid> = routes.iter().map(|it| it.route.0).collect();
        let area: Vec<&str> = routes.iter().map(|it| it.kelurahan.as_str()).collect();
        let courier: Vec<Option<Uuid>> =
            routes.iter().map(|it| it.courier.map(Uuid::from)).collect();
        let since: Vec<i64> = routes.iter().map(|it| it.since_ms).collect();
        db.query(ROUTES, &[&id, &area, &courier, &since]).await?;
    }
    let covers: Vec<CoverNow> = puts().filter_map(CoverNow::of).collect();
    if !covers.is_empty() {
        write_covers(db, &covers).await?;
    }
    if !assignments.is_empty() {
        let op: Vec<Uuid> = assignments.iter().map(|it| it.op.0).collect();
        let route: Vec<Uuid> = assignments.iter().map(|it| it.route.0).collect();
        let area: Vec<&str> = assignments.iter().map(|it| it.kelurahan.as_str()).collect();
        let couriers = assignments.iter().map(|it| it.courier.map(Uuid::from));
        let courier: Vec<Option<Uuid>> = couriers.collect();
        let at: Vec<i64> = assignments.iter().map(|it| it.time.at_ms).collect();
        let uncertainty = assignments.iter().map(|it| it.time.uncertainty_ms);
        let uncertainty: Vec<i64> = uncertainty.collect();
        db.query(
            ASSIGNMENTS,
            &[&op, &route, &area, &courier, &at, &uncertainty],
        )
        .await?;
    }
    Ok(())
}

async fn write_covers(db: &Db<'_>, covers: &[CoverNow]) -> PgResult<()> {
    let ids: Vec<Uuid> = covers.iter().map(|it| it.cover.0).collect();
    let routes: Vec<Uuid> = covers.iter().map(|it| it.route.0).collect();
    let areas: Vec<&str> = covers.iter().map(|it| it.kelurahan.as_str()).collect();
    let couriers: Vec<Uuid> = covers.iter().map(|it| it.courier.0).collect();
    let from: Vec<i64> = covers.iter().map(|it| it.from_ms).collect();
    let until: Vec<i64> = covers.iter().map(|it| it.until_ms).collect();
    db.query(COVERS, &[&ids, &routes, &areas, &couriers, &from, &until])
        .await?;
    Ok(())
}

async fn write_users(db: &Db<'_>, users: &[UserNow]) -> PgResult<()> {
    let ids: Vec<Uuid> = users.iter().map(|it| it.user.0).collect();
    let areas: Vec<&str> = users.iter().map(|it| it.area.as_str()).collect();
    let mut profiles = Vec::with_capacity(users.len());
    let (mut of, mut roles) = (Vec::new(), Vec::new());
    for user in users {
        profiles.push(encode(&user.profile)?);
        for role in &user.roles {
            of.push(user.user.0);
            roles.push(role.code());
        }
    }
    db.flight([
        ask(USERS, &[&ids, &areas, &profiles]),
        ask(FORGET_ROLES, &[&ids]),
        ask(ROLES, &[&of, &roles]),
    ])
    .await?;
    Ok(())
}
