//! What a server counts, what devices say of it, and what an operator hears.

use rantang_core::sync::agreement::DisagreementState::Stopped;
use rantang_core::sync::agreement::{Disagreement, Manifest, Tally};
use rantang_core::sync::protocol::Pull;
use rantang_server::agreement;

use super::device::TestDevice;
use super::office::{TestServer, plan, route_scope};

/// The number that the server keeps of a scope is changed behind its back.
async fn miscount(server: &TestServer) {
    let name = route_scope("dedi");
    let statement = format!("UPDATE scopes SET count = count + 1 WHERE name = '{name}'");
    server.sql(&statement).await;
}

async fn manifest(device: &TestDevice) -> Manifest {
    let cursors = vec![(route_scope("dedi"), 0)];
    let answer = device
        .ask(&Pull {
            cursors,
            limit: 2_000,
        })
        .await;
    let page = answer.expect("answered").pages.remove(0);
    page.manifest.expect("the last page")
}

#[tokio::test]
pub async fn a_wrong_number_is_found_mended_and_of_another_generation() {
    let server = TestServer::start().await;
    let mut dedi = server.device("dedi").await;
    dedi.hello().await.expect("greeted");
    let right = manifest(&dedi).await;
    miscount(&server).await;
    let wrong = manifest(&dedi).await;
    assert_eq!(wrong.tally.count, right.tally.count + 1);
    let found = agreement::count_all(&*server.office.store).await;
    let found = found.expect("counted");
    assert_eq!(found.len(), 1);
    assert_eq!(
        (found[0].kept, found[0].counted),
        (wrong.tally, right.tally)
    );
    let mended = manifest(&dedi).await;
    assert_eq!(mended.tally, right.tally);
    assert_eq!(mended.generation, right.generation + 1);
}

#[tokio::test]
pub async fn a_device_that_stopped_is_told_when_the_server_was_wrong_and_an_operator_hears_it_till_then()
 {
    let server = TestServer::start().await;
    let mut dedi = server.device("dedi").await;
    dedi.hello().await.expect("greeted");
    let right = manifest(&dedi).await;
    miscount(&server).await;
    let said = Disagreement {
        scope: route_scope("dedi"),
        told: manifest(&dedi).await,
        own: right.tally,
        state: Stopped,
    };
    dedi.disagreements = vec![said.clone()];
    dedi.hello().await.expect("greeted");
    let again = dedi.hello().await.expect("greeted").again;
    assert_eq!(again, [route_scope("dedi")], "it was counted anew");
    let heard = server.office.store.disagreements().await.expect("read");
    assert_eq!((heard.len(), &heard[0].disagreement), (1, &said));
    let audit = rantang_server::audit::audit(&*server.office.store).await;
    let findings = audit.expect("an audit").findings;
    assert!(findings[0].contains("pulls delivery/"), "{findings:?}");
    dedi.pull(500).await;
}

#[tokio::test]
pub async fn a_device_that_is_wrong_itself_changes_nothing_here() {
    let server = TestServer::start().await;
    let mut dedi = server.device("dedi").await;
    dedi.hello().await.expect("greeted");
    let told = manifest(&dedi).await;
    dedi.disagreements = vec![
        Disagreement {
            scope: route_scope("dedi"),
            told,
            own: Tally::default(),
            state: Stopped,
        },
        // It may name whatever it likes.
        Disagreement {
            scope: route_scope("nobody"),
            told: Manifest {
                generation: u64::MAX,
                ..told
            },
            own: Tally::default(),
            state: Stopped,
        },
    ];
    for _ in 0..2 {
        let again = dedi.hello().await.expect("greeted").again;
        assert!(!again.contains(&route_scope("dedi")));
    }
    assert_eq!(manifest(&dedi).await, told);
}

#[tokio::test]
pub async fn an_empty_scope_counts_nothing() {
    let server = TestServer::start().await;
    let mut ratna = server.device("ratna").await;
    ratna.hello().await.expect("greeted");
    let empty = rantang_core::scopes::Scope::Case {
        kelurahan: plan().area().clone(),
        rw: rantang_core::places::Rw::parse("19").ok(),
    };
    let cursors = vec![(empty, 7)];
    let answer = ratna.ask(&Pull { cursors, limit: 9 }).await;
    let page = answer.expect("answered").pages.remove(0);
    assert_eq!(page.manifest, Some(Manifest::EMPTY));
    assert!(page.anew, "a cursor of nothing");
}
