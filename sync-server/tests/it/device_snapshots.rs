//! A small device that fetches a scope whole.

use rantang_core::scopes::Scope;
use rantang_core::sync::protocol::path;
use rantang_core::sync::signing::RequestToSign;
use rantang_core::sync::snapshot::{SnapshotChunk, SnapshotIndex, chunk_resource, index_resource};
use rantang_core::sync::wire;

use super::device::{Refused, TestDevice, bytes};

impl TestDevice {
    /// The index of a snapshot, verified.
    pub async fn index(&self, scope: &Scope) -> Result<SnapshotIndex, Refused> {
        let bytes = self.fetch(&index_resource(scope)).await?;
        let index: SnapshotIndex = wire::decode(&bytes).expect("an index");
        let verified = index.verify(self.enrolled.server, self.enrolled.server_key);
        assert_eq!(verified, Ok(()));
        assert_eq!(index.scope, *scope);
        Ok(index)
    }

    pub async fn take_snapshot(&mut self, index: &SnapshotIndex) {
        self.mirror.retain(|_, row| row.scope != index.scope);
        let mut last = None;
        for at in 0..index.len() {
            let hash = index.chunk(at).expect("a hash");
            let resource = chunk_resource(&index.scope, index.manifest.generation, &hash);
            let bytes = self.fetch(&resource).await.expect("a chunk");
            assert_eq!(*blake3::hash(&bytes).as_bytes(), hash);
            let chunk: SnapshotChunk = wire::decode(&bytes).expect("a chunk");
            for row in chunk.rows {
                let key = (row.entity.kind.code(), row.entity.id);
                assert!(last < Some(key), "sorted by key");
                last = Some(key);
                self.mirror.insert(row.entity, row);
            }
        }
        self.cursors
            .insert(index.scope.clone(), index.manifest.head);
    }

    /// A signed request without a body.
    pub async fn fetch(&self, resource: &str) -> Result<Vec<u8>, Refused> {
        let path = format!("{}{resource}", path::SNAPSHOT);
        let signature = RequestToSign {
            server: self.enrolled.server,
            method: "GET",
            path: &path,
            body: &[],
            challenge: &self.challenge,
        }
        .sign(&self.key);
        let request = self.http.get(format!("{}{path}", self.url));
        let request = self.headers(request, &self.challenge, &signature);
        bytes(request).await
    }
}
