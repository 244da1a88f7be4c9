//! The same bytes on any number of threads.

use verbatims::{Document, Extractor, Language};

fn on<T: Send>(threads: usize, run: impl FnOnce() -> T + Send) -> T {
    rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap().install(run)
}

#[test]
fn a_corpus_is_the_same_on_one_thread_and_on_eight() {
    let article = include_str!("../../seeds/articles/technological-self-reliance.txt");
    // Every paragraph a document, and every prefix of the article, so that the threads have uneven work.
    let paragraphs: Vec<&str> = article.split("\n\n").collect();
    let mut documents: Vec<Document<'_>> = Vec::new();
    let mut end = 0;
    for (at, paragraph) in paragraphs.iter().enumerate() {
        documents.push(Document::new(format!("paragraph {at}"), *paragraph));
        end += paragraph.len();
        documents.push(Document::new(format!("up to {at}"), &article[..end]));
        end = (end + 2).min(article.len());
    }
    let run = |threads| {
        let extractor = Extractor::new(Language::english());
        serde_json::to_vec(&on(threads, || extractor.corpus(&documents)).unwrap()).unwrap()
    };
    let one = run(1);
    assert_eq!(one, run(8));
    assert_eq!(one, run(8));
}
