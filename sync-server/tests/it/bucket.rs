//! As much of S3 as photos need, over HTTP: put, get, head, list, delete several at once. It asks for no
//! signature; that the client signs is the library's.

use std::collections::BTreeMap;
use std::collections::HashMap;
use std::fmt::Write;
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::body::Bytes;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use tokio::task::JoinHandle;

const MODIFIED: &str = "Tue, 24 Nov 2026 02:00:00 GMT";

type Objects = Arc<Mutex<BTreeMap<String, Bytes>>>;

pub struct Bucket {
    address: String,
    objects: Objects,
    serving: JoinHandle<()>,
}

impl Bucket {
    pub async fn open() -> Self {
        let objects = Objects::default();
        let app = Router::new()
            .route("/foto", get(list).post(delete))
            .route("/foto/{*key}", get(read).put(write))
            .with_state(objects.clone());
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0")
            .await
            .expect("a port");
        let address = format!("http://{}", listener.local_addr().expect("an address"));
        let serving = tokio::spawn(async move {
            axum::serve(listener, app).await.expect("served");
        });
        Self {
            address,
            objects,
            serving,
        }
    }

    pub fn variables(&self) -> Vec<(String, String)> {
        let variables = [
            ("AWS_ACCESS_KEY_ID", "rantang"),
            ("AWS_SECRET_ACCESS_KEY", "rahasia"),
            ("AWS_REGION", "jakarta"),
            ("AWS_ENDPOINT", &self.address),
            ("AWS_ALLOW_HTTP", "true"),
            ("AWS_PAGER", "less"),
            ("HOME", "/root"),
        ];
        variables
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .into()
    }

    pub fn is_empty(&self) -> bool {
        self.objects.lock().expect("whole").is_empty()
    }
}

impl Drop for Bucket {
    fn drop(&mut self) {
        self.serving.abort();
    }
}

fn is_signed(headers: &HeaderMap) -> bool {
    let signed = headers.get("authorization").and_then(|it| it.to_str().ok());
    signed.is_some_and(|it| it.starts_with("AWS4-HMAC-SHA256 Credential=rantang/"))
}

async fn write(
    State(objects): State<Objects>,
    Path(key): Path<String>,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    if !is_signed(&headers) {
        return StatusCode::FORBIDDEN.into_response();
    }
    objects.lock().expect("whole").insert(key, body);
    [("etag", "\"1\"")].into_response()
}

/// Of HEAD too: axum leaves the body away.
async fn read(State(objects): State<Objects>, Path(key): Path<String>) -> Response {
    match objects.lock().expect("whole").get(&key) {
        Some(bytes) => (
            [("etag", "\"1\""), ("last-modified", MODIFIED)],
            bytes.clone(),
        )
            .into_response(),
        None => StatusCode::NOT_FOUND.into_response(),
    }
}

async fn list(
    State(objects): State<Objects>,
    Query(query): Query<HashMap<String, String>>,
) -> String {
    let prefix = query.get("prefix").cloned().unwrap_or_default();
    let mut xml = "<ListBucketResult><IsTruncated>false</IsTruncated>".to_owned();
    for (key, bytes) in objects.lock().expect("whole").iter() {
        if key.starts_with(&prefix) {
            let size = bytes.len();
            write!(
                xml,
                "<Contents><Key>{key}</Key><LastModified>2026-11-24T02:00:00.000Z</LastModified>\
                 <ETag>1</ETag><Size>{size}</Size></Contents>"
            )
            .expect("memory");
        }
    }
    xml + "</ListBucketResult>"
}

/// Says of each key that it is gone, whether it was there or not, as S3 does.
async fn delete(State(objects): State<Objects>, body: String) -> String {
    let mut xml = "<DeleteResult>".to_owned();
    for key in body
        .split("<Key>")
        .skip(1)
        .filter_map(|it| it.split('<').next())
    {
        objects.lock().expect("whole").remove(key);
        write!(xml, "<Deleted><Key>{key}</Key></Deleted>").expect("memory");
    }
    xml + "</DeleteResult>"
}
