//! The command line, as a user meets it.

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use augplay::codec::{DecodeOptions, Decoded, decode};
use serde_json::Value as Json;

/// A policy that moves pixels, changes levels and leaves things to chance.
const POLICY: &str = "augplay: 1\nseed: 7\nsteps:\n  - {op: random_resized_crop, width_px: 96, height_px: 64}\n  # half of them\n  - {op: horizontal_flip, p: 0.5}\n  - op: rotate\n    angle_deg: [-20, 20]\n";

/// A folder of one test's own.
struct Dir(PathBuf);

impl Dir {
    fn new(name: &str) -> Self {
        let path = Path::new(env!("CARGO_TARGET_TMPDIR"))
            .join("cli")
            .join(name);
        let _ = fs::remove_dir_all(&path);
        fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    fn write(&self, name: &str, bytes: impl AsRef<[u8]>) {
        let path = self.0.join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }

    /// A bundled photo under another name.
    fn photo(&self, from: &str, name: &str) {
        self.write(name, photo(from));
    }

    /// A file of the decoders' tests under another name.
    fn codec_file(&self, from: &str, name: &str) {
        let files = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/codec/files");
        self.write(name, fs::read(files.join(from)).unwrap());
    }

    fn read(&self, name: &str) -> Vec<u8> {
        fs::read(self.0.join(name)).unwrap_or_else(|e| panic!("{name}: {e}"))
    }

    fn text(&self, name: &str) -> String {
        String::from_utf8(self.read(name)).unwrap()
    }

    fn json(&self, name: &str) -> Json {
        serde_json::from_slice(&self.read(name)).unwrap()
    }

    /// Names of all files below `name`, sorted.
    fn files(&self, name: &str) -> Vec<String> {
        fn go(dir: &Path, within: &str, out: &mut Vec<String>) {
            for entry in fs::read_dir(dir).unwrap() {
                let entry = entry.unwrap();
                let name = format!("{within}{}", entry.file_name().to_str().unwrap());
                if entry.path().is_dir() {
                    go(&entry.path(), &format!("{name}/"), out);
                } else {
                    out.push(name);
                }
            }
        }
        let mut out = Vec::new();
        go(&self.0.join(name), "", &mut out);
        out.sort();
        out
    }

    fn run(&self, args: &[&str]) -> Ran {
        self.pipe(args, "")
    }

    /// Runs the command line here with `input` on standard input.
    fn pipe(&self, args: &[&str], input: impl AsRef<[u8]>) -> Ran {
        let mut child = Command::new(env!("CARGO_BIN_EXE_augplay"))
            .args(args)
            .current_dir(&self.0)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        // A command that does not read closes its end; that is its right.
        let _ = child.stdin.take().unwrap().write_all(input.as_ref());
        let out = child.wait_with_output().unwrap();
        Ran {
            code: out.status.code(),
            stdout: out.stdout,
            stderr: String::from_utf8(out.stderr).unwrap(),
        }
    }
}

struct Ran {
    code: Option<i32>,
    stdout: Vec<u8>,
    stderr: String,
}

impl Ran {
    #[track_caller]
    fn ends(self, code: i32) -> Self {
        assert_eq!(self.code, Some(code), "{}", self.stderr);
        assert!(!self.stderr.contains("panicked"), "{}", self.stderr);
        self
    }

    /// Standard error names all of `parts`, in lines that begin as they should.
    #[track_caller]
    fn says(self, parts: &[&str]) -> Self {
        for part in parts {
            assert!(self.stderr.contains(part), "'{part}' in: {:?}", self.stderr);
        }
        for line in self.stderr.lines() {
            assert!(line.starts_with("augplay: "), "{line}");
        }
        self
    }

    fn text(&self) -> &str {
        std::str::from_utf8(&self.stdout).unwrap()
    }
}

fn photo(name: &str) -> Vec<u8> {
    fs::read(
        Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("www/samples")
            .join(name),
    )
    .unwrap()
}

fn pixels(bytes: &[u8]) -> Decoded {
    decode(bytes, &DecodeOptions::default()).unwrap()
}

#[test]
fn ops_and_schema_come_from_the_catalogue() {
    let dir = Dir::new("ops");
    let catalogue: Json =
        serde_json::from_slice(&dir.run(&["ops", "--json"]).ends(0).stdout).unwrap();
    let listing = dir.run(&["ops"]).ends(0);
    let ops = catalogue["ops"].as_array().unwrap();
    assert!(ops.len() > 10);
    for op in ops {
        let head = format!("\n  {}  ", op["name"].as_str().unwrap());
        assert!(listing.text().contains(&head), "{head}");
    }
    let schema: Json = serde_json::from_slice(&dir.run(&["schema"]).ends(0).stdout).unwrap();
    assert_eq!(schema["title"], "augplay policy");
    dir.run(&["schema", "-o", "schema.json"]).ends(0);
    assert_eq!(dir.json("schema.json"), schema);
}

#[test]
fn a_reader_that_goes_away_is_no_error() {
    let mut child = Command::new(env!("CARGO_BIN_EXE_augplay"))
        .args(["ops", "--json"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let out = child.wait_with_output().unwrap();
    assert_eq!(String::from_utf8(out.stderr).unwrap(), "");
    assert!(out.status.success(), "{}", out.status);
}

#[test]
fn wrong_usage_ends_with_1() {
    let dir = Dir::new("usage");
    dir.write("p.yaml", POLICY);
    for args in [
        &["paint"][..],
        &["draw"],
        &["draw", "p.yaml", "--seed", "-1"],
        &["draw", "p.yaml", "--seed", "9007199254740992"],
        &["draw", "p.yaml", "--size", "640"],
        &["draw", "p.yaml", "--size", "0x4"],
        &["draw", "p.yaml", "--size", "99999x99999"],
        &["apply", "p.yaml", "a.jpg"],
        &["apply", "p.yaml", "a.jpg", "--out", "o", "--views", "0"],
        &["fmt", "p.yaml", "--check", "--write"],
    ] {
        dir.run(args).ends(1);
    }
    dir.run(&["fmt", "p.yaml", "p.yaml"])
        .ends(1)
        .says(&["--write or --check"]);
    dir.run(&["--help"]).ends(0);
    dir.run(&["--version"]).ends(0);
}

#[test]
fn validate_names_file_line_step_parameter_and_bounds() {
    let dir = Dir::new("validate");
    dir.write("good.yaml", POLICY);
    let good = dir.run(&["validate", "good.yaml"]).ends(0);
    assert_eq!(good.stdout, b"");
    good.says(&["good.yaml: good: 3 steps for torchvision 0.29 (Pillow)"]);
    dir.write(
        "bad.yaml",
        "augplay: 1\nsteps:\n  - op: crop\n    id: cut\n    width_px: 0\n",
    );
    let says = [
        "augplay: bad.yaml:5: step 'cut': width_px: 0 ",
        "allowed: 1 to 16384",
    ];
    dir.run(&["validate", "bad.yaml"]).ends(1).says(&says);
    // Every command that reads a policy says the same, and all files are checked.
    dir.run(&["validate", "bad.yaml", "good.yaml"])
        .ends(1)
        .says(&says)
        .says(&["good.yaml: good"]);
    for args in [
        &["fmt", "bad.yaml"][..],
        &["draw", "bad.yaml"],
        &["apply", "bad.yaml", "x.png", "--out", "out"],
        &["sheet", "bad.yaml", "x.png", "-o", "sheet.png"],
    ] {
        let ran = dir.run(args).ends(1).says(&says);
        assert_eq!(ran.stdout, b"");
    }
    dir.run(&["validate", "none.yaml"])
        .ends(1)
        .says(&["none.yaml: cannot be read: there is no such file"]);
    dir.run(&["validate", "."]).ends(1).says(&["folder"]);
    dir.write("latin.yaml", b"augplay: 1\nname: caf\xe9\nsteps: []\n");
    dir.run(&["validate", "latin.yaml"])
        .ends(1)
        .says(&["latin.yaml: is not UTF-8 text"]);
    dir.pipe(&["validate", "-"], "augplay: 1\nsteps: [{p: 2}]\n")
        .ends(1)
        .says(&["standard input:2:"]);
    let deep = "[{sequence: ".repeat(10_000);
    dir.pipe(&["validate", "-"], format!("augplay: 1\nsteps: {deep}"))
        .ends(1)
        .says(&["nested"]);
}

#[test]
fn fmt_is_idempotent_in_both_forms() {
    let dir = Dir::new("fmt");
    dir.write("p.yaml", POLICY);
    dir.run(&["fmt", "p.yaml", "--check"])
        .ends(1)
        .says(&["p.yaml: would be formatted"]);
    let once = dir.run(&["fmt", "p.yaml"]).ends(0);
    assert!(once.text().contains("# half of them"));
    assert_eq!(dir.text("p.yaml"), POLICY, "only --write writes");
    let twice = dir.pipe(&["fmt", "-"], &once.stdout).ends(0);
    assert_eq!(once.text(), twice.text());

    dir.run(&["fmt", "p.yaml", "-o", "p.json"]).ends(0);
    assert_eq!(dir.json("p.json")["steps"][1]["#"][0], "half of them");
    // JSON stays JSON unless asked otherwise.
    let json = dir.run(&["fmt", "p.json"]).ends(0);
    assert_eq!(json.text(), dir.text("p.json"));
    let yaml = dir.run(&["fmt", "p.json", "--as", "yaml"]).ends(0);
    assert_eq!(yaml.text(), once.text());

    dir.run(&["fmt", "--write", "p.yaml", "p.json"])
        .ends(0)
        .says(&["p.yaml: formatted"]);
    assert_eq!(dir.text("p.yaml"), once.text());
    dir.run(&["fmt", "--check", "p.yaml", "p.json"]).ends(0);
}

#[test]
fn a_draw_is_a_policy_that_draws_itself() {
    let dir = Dir::new("draw");
    dir.write("p.yaml", POLICY);
    let draw = |seed: &str, view: &str| {
        let args = ["draw", "p.yaml", "--size", "200x150", "--sample", "cat"];
        let more = ["--seed", seed, "--view", view, "--as", "json"];
        dir.run(&[&args[..], &more].concat()).ends(0).stdout
    };
    let first = draw("7", "3");
    assert_eq!(first, draw("7", "3"));
    assert_ne!(first, draw("8", "3"));
    assert_ne!(first, draw("7", "4"));
    let tree: Json = serde_json::from_slice(&first).unwrap();
    assert_eq!(tree["drawn"]["size_px"], serde_json::json!([200, 150]));
    assert_eq!(tree["drawn"]["key"], "cat");
    assert_eq!(tree["drawn"]["view"], 3);
    // The policy's own seed is 7.
    let own = dir
        .run(&[
            "draw", "p.yaml", "--size", "200x150", "--sample", "cat", "--view", "3",
        ])
        .ends(0);
    assert!(
        own.text().starts_with("# drawn from policy "),
        "{}",
        own.text()
    );
    for text in [&first, &own.stdout] {
        // Another sample, seed and view: nothing is left to chance.
        let args = [
            "draw", "-", "--size", "200x150", "--seed", "99", "--view", "8",
        ];
        let again = dir
            .pipe(&[&args[..], &["--as", "json"]].concat(), text)
            .ends(0);
        let again: Json = serde_json::from_slice(&again.stdout).unwrap();
        assert_eq!(again["steps"], tree["steps"]);
    }
}

#[test]
fn apply_writes_every_view_and_one_bad_input_stops_nothing() {
    let dir = Dir::new("apply");
    dir.write("p.yaml", POLICY);
    dir.photo("sign.jpg", "in/a.jpg");
    dir.photo("bird.jpg", "in/more/b.JPG");
    dir.write("in/c.jpg", &photo("buoy.jpg")[..4000]);
    dir.write("in/d.png", "");
    dir.write("in/readme.txt", "not a picture");
    let ran = dir
        .run(&[
            "apply", "p.yaml", "in", "gone.png", "--out", "out", "--views", "2",
        ])
        .ends(2)
        .says(&["in/c.jpg: ", "truncated", "in/d.png: the file is empty"])
        .says(&["gone.png: cannot be read", "4 views in out, 3 failed"]);
    assert_eq!(ran.stdout, b"");
    let files = [
        "a.0.png",
        "a.1.png",
        "more/b.0.png",
        "more/b.1.png",
        "replay.json",
    ];
    assert_eq!(dir.files("out"), files);
    let one = pixels(&dir.read("out/a.0.png"));
    assert_eq!((one.image.size().width, one.image.size().height), (96, 64));
    assert_ne!(one, pixels(&dir.read("out/a.1.png")));
    let replay = dir.json("out/replay.json");
    assert_eq!(replay["from"]["seed"], 7);
    let outputs = replay["outputs"].as_array().unwrap();
    let names: Vec<_> = outputs
        .iter()
        .map(|o| o["output"].as_str().unwrap())
        .collect();
    assert_eq!(names, files[..4]);
    assert_eq!(outputs[2]["input"], "in/more/b.JPG");
    assert_eq!(outputs[3]["view"], 1);
    assert_eq!(
        outputs[0]["key"],
        augplay::image::key_of(&photo("sign.jpg"))
    );
    let failed = replay["failed"].as_array().unwrap();
    assert_eq!(failed.len(), 3);
    assert_eq!(failed[0]["error"]["code"], "decode");
    assert_eq!(failed[2]["error"]["code"], "io");
}

#[test]
fn a_replayed_draw_makes_the_same_file() {
    let dir = Dir::new("replay");
    dir.write("p.yaml", POLICY);
    dir.photo("sign.jpg", "a.jpg");
    dir.run(&["apply", "p.yaml", "a.jpg", "--out", "out", "--views", "3"])
        .ends(0);
    let replay = dir.json("out/replay.json");
    for output in replay["outputs"].as_array().unwrap() {
        let args = ["apply", "-", "a.jpg", "--out", "again", "--seed", "1234"];
        dir.pipe(&args, output["draw"].to_string()).ends(0);
        let name = format!("out/{}", output["output"].as_str().unwrap());
        assert!(dir.read("again/a.0.png") == dir.read(&name), "{name}");
    }
}

#[test]
fn threads_seed_and_form_decide_what_they_should() {
    let dir = Dir::new("threads");
    dir.write("p.yaml", POLICY);
    for name in ["sign.jpg", "bird.jpg", "chest.jpg"] {
        dir.photo(name, &format!("in/{name}"));
    }
    dir.run(&["fmt", "p.yaml", "-o", "p.json"]).ends(0);
    let all = |out: &str, policy: &str, more: &[&str]| {
        let args = ["apply", policy, "in", "--out", out, "--views", "4"];
        dir.run(&[&args[..], more].concat()).ends(0);
        let mut names = dir.files(out);
        names.retain(|n| n != "replay.json");
        assert_eq!(names.len(), 12);
        let files: Vec<_> = names
            .iter()
            .map(|n| dir.read(&format!("{out}/{n}")))
            .collect();
        (
            files,
            dir.json(&format!("{out}/replay.json"))["outputs"].clone(),
        )
    };
    let one = all("one", "p.yaml", &["-j", "1"]);
    assert!(one == all("five", "p.yaml", &["-j", "5"]));
    assert!(one.0 == all("json", "p.json", &[]).0);
    assert!(one.0 != all("seed", "p.yaml", &["--seed", "8"]).0);
}

#[test]
fn no_two_inputs_share_an_output() {
    let dir = Dir::new("stems");
    dir.write("p.yaml", "augplay: 1\nsteps: []\n");
    dir.photo("sign.jpg", "one/a.jpg");
    dir.photo("bird.jpg", "two/a.jpg");
    dir.run(&["apply", "p.yaml", "one/a.jpg", "two/a.jpg", "--out", "out"])
        .ends(0)
        .says(&["two/a.jpg: note: its views are called a.jpg.*.png"]);
    for (file, photo_name) in [("out/a.0.png", "sign.jpg"), ("out/a.jpg.0.png", "bird.jpg")] {
        assert!(pixels(&dir.read(file)).image == pixels(&photo(photo_name)).image);
    }
    // Nor is an input written over, or an earlier run's output read.
    dir.run(&["apply", "p.yaml", "out/a.0.png", "--out", "out"])
        .ends(0);
    dir.run(&[
        "apply",
        "p.yaml",
        "out/a.0.0.png",
        "out/a.0.png",
        "--out",
        "out",
    ])
    .ends(1)
    .says(&["is an input and would be written over"]);
    fs::remove_dir_all(dir.0.join("out")).unwrap();
    for _ in 0..2 {
        dir.run(&["apply", "p.yaml", ".", "--out", "out"]).ends(0);
        assert_eq!(
            dir.files("out"),
            ["one/a.0.png", "replay.json", "two/a.0.png"]
        );
    }
    dir.run(&["apply", "p.yaml", "out/one/..", "--out", "new"])
        .ends(0);
    fs::create_dir(dir.0.join("empty")).unwrap();
    dir.run(&["apply", "p.yaml", "empty", "--out", "none"])
        .ends(1)
        .says(&["empty: has no pictures in it"]);
}

#[test]
fn files_are_loaded_as_the_target_and_the_policy_say() {
    let dir = Dir::new("loading");
    dir.codec_file("jpeg-exif6.jpg", "turned.jpg");
    let sides = |head: &str| {
        let policy = format!("augplay: 1\n{head}\nsteps: []\n");
        dir.pipe(&["apply", "-", "turned.jpg", "--out", "out"], policy)
            .ends(0);
        let image = pixels(&dir.read("out/turned.0.png"));
        (image.image.size(), image.source_channels)
    };
    let (stored, three) = sides("target: torchvision 0.29 pillow");
    let (upright, _) = sides("target: albumentations 2.0.8");
    assert_eq!(
        (stored.width, stored.height),
        (upright.height, upright.width)
    );
    assert_ne!(stored, upright);
    assert_eq!((three, sides("input: grey").1), (3, 1));

    dir.codec_file("png-grey16.png", "scan.png");
    let policy = "augplay: 1\ninput: {window: [1000, 40000]}\nsteps: []\n";
    let ran = dir.pipe(
        &["apply", "-", "scan.png", "turned.jpg", "--out", "out"],
        policy,
    );
    ran.ends(2)
        .says(&["turned.jpg: input: a window reads grey images"]);
    let wanted = DecodeOptions {
        input: augplay::codec::Input::Window {
            low: 1000,
            high: 40000,
        },
        ..DecodeOptions::default()
    };
    let wanted = decode(&dir.read("scan.png"), &wanted).unwrap().image;
    let grey = DecodeOptions {
        input: augplay::codec::Input::Grey,
        ..DecodeOptions::default()
    };
    let made = decode(&dir.read("out/scan.0.png"), &grey).unwrap().image;
    assert!(made == wanted);
}

#[test]
fn a_step_that_cannot_run_is_named_with_its_picture() {
    let dir = Dir::new("cannot");
    dir.photo("sign.jpg", "a.jpg");
    // Known only once the picture's size is: a chain of a sum must keep it.
    let policy = "augplay: 1\nsteps:\n  - weighted_sum: [{op: crop, id: cut, width_px: 10}]\n";
    dir.pipe(
        &["apply", "-", "a.jpg", "--out", "out", "--views", "2"],
        policy,
    )
    .ends(2)
    .says(&["view 0 of a.jpg: step 'cut': changes the picture's size"])
    .says(&["view 1 of a.jpg: ", "0 views in out, 2 failed"]);
    assert_eq!(dir.json("out/replay.json")["failed"][1]["view"], 1);
}

#[test]
fn op_equals_a_policy_of_one_step() {
    let dir = Dir::new("op");
    dir.photo("sign.jpg", "a.jpg");
    let params = r#"{"angle_deg": [5, 30], "fill": 9}"#;
    dir.run(&[
        "op", "rotate", "--params", params, "a.jpg", "op.png", "--seed", "3",
    ])
    .ends(0);
    let policy = "augplay: 1\nseed: 3\nsteps: [{op: rotate, angle_deg: [5, 30], fill: 9}]\n";
    dir.pipe(&["apply", "-", "a.jpg", "--out", "out"], policy)
        .ends(0);
    assert!(dir.read("op.png") == dir.read("out/a.0.png"));
    // Through pipes, and as JPEG.
    let piped = dir
        .pipe(
            &["op", "rotate", "--params", params, "-", "-", "--seed", "3"],
            photo("sign.jpg"),
        )
        .ends(0);
    assert!(piped.stdout == dir.read("op.png"));
    dir.run(&["op", "horizontal_flip", "a.jpg", "b.jpg"])
        .ends(0);
    assert!(dir.read("b.jpg").starts_with(&[0xff, 0xd8]));

    for (params, says) in [
        (
            r#"{"angle_deg": 9999}"#,
            &["step 'rotate': angle_deg: 9999", "-3600 to 3600"][..],
        ),
        (r#"{"colour": 1}"#, &["step 'rotate': colour: "]),
        ("[1]", &["--params", "JSON object"]),
        ("{", &["--params", "JSON object"]),
    ] {
        dir.run(&["op", "rotate", "--params", params, "a.jpg", "x.png"])
            .ends(1)
            .says(says);
    }
    dir.run(&["op", "paint", "a.jpg", "x.png"])
        .ends(1)
        .says(&["'paint' is not an op"]);
    dir.run(&["op", "rotate", "a.jpg", "x.tga"])
        .ends(1)
        .says(&["x.tga: must end in .png, .jpg or .jpeg"]);
    dir.run(&["op", "rotate", "none.jpg", "x.png"])
        .ends(1)
        .says(&["none.jpg"]);
    assert!(!dir.0.join("x.png").exists());
}

#[test]
fn a_sheet_shows_originals_and_draws() {
    let dir = Dir::new("sheet");
    dir.write("p.yaml", "augplay: 1\nsteps: [{op: horizontal_flip}]\n");
    dir.photo("sign.jpg", "a.jpg");
    dir.write("b.jpg", "broken");
    let args = [
        "sheet", "p.yaml", "a.jpg", "b.jpg", "--views", "2", "--cell", "56",
    ];
    dir.run(&[&args[..], &["-o", "sheet.png"]].concat())
        .ends(2)
        .says(&["b.jpg: this is not a PNG"]);
    let sheet = pixels(&dir.read("sheet.png")).image;
    // 560 × 420 becomes 56 × 42.
    let size = sheet.size();
    assert_eq!((size.width, size.height), (4 + 3 * 60, 4 + 46));
    let at = |x: u32, y: u32| {
        let i = (y * size.width + x) as usize * 3;
        sheet.data()[i..i + 3].to_vec()
    };
    assert_eq!(at(0, 0), at(61, 20));
    for y in 4..46 {
        for x in 0..56 {
            assert_eq!(at(64 + x, y), at(124 + x, y), "two equal draws");
            let (left, right) = (at(4 + x, y), at(64 + 55 - x, y));
            let far = left.iter().zip(&right).any(|(a, b)| a.abs_diff(*b) > 1);
            assert!(!far, "the draw mirrors the original");
        }
    }
    dir.run(&["sheet", "p.yaml", "b.jpg", "-o", "none.png"])
        .ends(2);
    assert!(!dir.0.join("none.png").exists());
}

#[test]
fn exports_come_with_verdicts_and_come_back() {
    let dir = Dir::new("export");
    let flips =
        "augplay: 1\ntarget: albumentations 2.0.8\nsteps:\n  - {op: horizontal_flip, p: 0.25}\n";
    dir.write("p.yaml", flips);
    let ran = dir
        .run(&[
            "export",
            "p.yaml",
            "--to",
            "albumentations-json",
            "--strict",
        ])
        .ends(0)
        .says(&["p.yaml: step 'horizontal_flip': exact"]);
    let tree: Json = serde_json::from_slice(&ran.stdout).unwrap();
    assert!(tree.to_string().contains("HorizontalFlip"));
    dir.write("a.json", &ran.stdout);
    for from in [&["--from", "albumentations"][..], &[]] {
        let back = dir.run(&[&["import", "a.json"][..], from].concat()).ends(0);
        assert!(
            back.text().contains("{op: horizontal_flip, p: 0.25}"),
            "{}",
            back.text()
        );
        dir.pipe(&["validate", "-"], &back.stdout).ends(0);
    }
    dir.run(&["import", "a.json", "--as", "json", "-o", "back.yaml"])
        .ends(0);
    assert_eq!(dir.json("back.yaml")["steps"][0]["p"], 0.25);
    dir.run(&[
        "export",
        "p.yaml",
        "--to",
        "torchvision-pillow",
        "-o",
        "p.py",
    ])
    .ends(0);
    assert!(dir.text("p.py").contains("RandomHorizontalFlip"));

    // What cannot be said is told, and refused under --strict.
    let sums =
        "augplay: 1\nsteps:\n  - {op: horizontal_flip}\n  - weighted_sum: [{op: brightness}]\n";
    let args = ["export", "-", "--to", "albumentations-json"];
    let loose = dir.pipe(&args, sums).ends(0).says(&["'weighted_sum': "]);
    assert!(!loose.stdout.is_empty());
    let strict = dir
        .pipe(&[&args[..], &["--strict"]].concat(), sums)
        .ends(1)
        .says(&["'weighted_sum': ", "not written", "--strict"]);
    assert_eq!(strict.stdout, b"");
    let turn = "augplay: 1\ntarget: albumentations 2.0.8\nsteps:\n  - {op: defocus}\n";
    for (bound, code) in [("--strict", 1), ("--strict=within", 0)] {
        dir.pipe(&[&args[..], &[bound]].concat(), turn)
            .ends(code)
            .says(&["'defocus': within 1 level"]);
    }

    dir.run(&["export", "p.yaml", "--to", "word"])
        .ends(1)
        .says(&["'word' is not a format"]);
    dir.run(&["import", "a.json", "--from", "word"])
        .ends(1)
        .says(&["'word' is not a format that can be read"]);
    dir.run(&["import", "a.json", "--from", "augplay"])
        .ends(1)
        .says(&["a.json: is in format albumentations-json, not augplay"]);
    dir.pipe(&["import", "-"], "hello: 1")
        .ends(1)
        .says(&["standard input: "]);
}

#[test]
fn one_setting_in_several_laws() {
    let dir = Dir::new("laws");
    let table = dir.run(&["compare-laws", "--magnitude", "9"]).ends(0);
    let table = String::from_utf8(table.stdout).unwrap();
    let line = |start: &str| -> Vec<String> {
        let line = table.lines().find(|l| l.starts_with(start)).unwrap();
        line.split("  ")
            .map(str::trim)
            .filter(|w| !w.is_empty())
            .map(str::to_owned)
            .collect()
    };
    assert_eq!(
        line("share of range"),
        [
            "share of range",
            "30 %",
            "90 %",
            "90 %",
            "90 %",
            "30 %",
            "50 %"
        ]
    );
    assert_eq!(
        line("rotate"),
        ["rotate", "±9°", "±27°", "±27°", "±27°", "±9°", "0 to 180°"]
    );
    assert_eq!(
        line("invert"),
        ["invert", "-", "yes", "yes", "yes", "yes", "-"]
    );
    // A law that lacks the setting says so, the others stand.
    dir.run(&["compare-laws", "--magnitude", "31"])
        .ends(0)
        .says(&["torchvision: ", "magnitude", "31", "30"]);
    dir.run(&["compare-laws", "--magnitude", "100"])
        .ends(1)
        .says(&["magnitude", "100", "99"]);
}

/// The automatic step becomes ordinary ones, and no drawn number changes.
#[test]
fn an_automatic_policy_is_opened() {
    let dir = Dir::new("open");
    dir.write(
        "p.yaml",
        "augplay: 1\nsteps: [{op: rand_augment, id: ra}]\n",
    );
    let opened = dir.run(&["open", "p.yaml", "ra"]).ends(0);
    let text = String::from_utf8(opened.stdout).unwrap();
    assert!(text.contains("id: ra/rotate"), "{text}");
    dir.run(&["open", "p.yaml", "no"])
        .ends(1)
        .says(&["p.yaml", "no", "is not a step"]);
}

const MIX: &str = "augplay: 1\nseed: 3\nsteps:\n  - {op: resize, width_px: 48, height_px: 32}\nbatch:\n  size: 2\n  pairing: reverse\n  mixes:\n    - {mix: cutmix}\n";

#[test]
fn batches_are_mixed_with_shares_of_their_labels() {
    let dir = Dir::new("mix");
    dir.write("p.yaml", MIX);
    for (from, to) in [("sign.jpg", "a"), ("bird.jpg", "b"), ("buoy.jpg", "d")] {
        dir.photo(from, &format!("in/{to}.jpg"));
    }
    dir.write("in/c.jpg", "");
    let box_of = |id: u32, name: &str| {
        format!(r#"{{"id": {id}, "file_name": "{name}.jpg", "width": 1, "height": 1}}"#)
    };
    dir.write(
        "coco.json",
        format!(
            r#"{{"images": [{}, {}], "categories": [{{"id": 1, "name": "thing"}}], "annotations": [
                {{"id": 1, "image_id": 1, "category_id": 1, "bbox": [10, 10, 200, 150]}},
                {{"id": 2, "image_id": 2, "category_id": 1, "bbox": [5, 5, 250, 200]}}]}}"#,
            box_of(1, "a"),
            box_of(2, "b")
        ),
    );
    dir.run(&[
        "mix",
        "p.yaml",
        "in",
        "--out",
        "out",
        "--views",
        "3",
        "--annotations",
        "coco.json",
    ])
    .ends(2)
    .says(&[
        "in/c.jpg: the file is empty",
        "in/d.jpg: note: a batch of one",
    ])
    .says(&["9 outputs of 2 batches in out, 1 failed"]);
    let made = dir.json("out/mix.json");
    let outputs = made["outputs"].as_array().unwrap();
    assert_eq!(outputs.len(), 9);
    let (mut mixed, mut boxes) = (0, 0);
    for line in outputs {
        let mix = &line["mix"];
        let shares = mix["shares"].as_array().unwrap();
        let sum: f64 = shares.iter().map(|s| s["share"].as_f64().unwrap()).sum();
        assert!((sum - 1.0).abs() < 1e-9, "{line}");
        let size = pixels(&dir.read(&format!("out/{}", line["output"].as_str().unwrap())))
            .image
            .size();
        assert_eq!((size.width, size.height), (48, 32));
        if line["batch"] == 1 {
            assert_eq!((&mix["method"], shares.len()), (&Json::from("none"), 1));
            assert!(mix["note"].as_str().unwrap().starts_with("a batch of one"));
        } else {
            assert_eq!(mix["method"], "cutmix");
            assert_eq!(shares[0]["input"], line["input"]);
            mixed += usize::from(shares.len() == 2);
            boxes += line["boxes"]
                .as_array()
                .unwrap()
                .iter()
                .filter(|b| b["input"] != line["input"])
                .count();
        }
    }
    assert_eq!(mixed, 6);
    assert!(boxes > 0, "boxes of partners come along");
    // One sample's outcome does not hang on what else is made.
    dir.run(&[
        "mix", "p.yaml", "in/a.jpg", "in/b.jpg", "--out", "again", "--views", "2",
    ])
    .ends(0);
    for name in ["a.0.png", "b.1.png"] {
        assert_eq!(
            dir.read(&format!("again/{name}")),
            dir.read(&format!("out/{name}"))
        );
    }
}

#[test]
fn a_batch_that_cannot_be_mixed_is_told() {
    let dir = Dir::new("mix-refused");
    dir.write(
        "p.yaml",
        MIX.replace(
            "  - {op: resize, width_px: 48, height_px: 32}\n",
            "  - {op: horizontal_flip}\n",
        ),
    );
    dir.photo("sign.jpg", "a.jpg");
    dir.codec_file("bmp-24.bmp", "b.bmp");
    dir.run(&["mix", "p.yaml", "a.jpg", "b.bmp", "--out", "out"])
        .ends(2)
        .says(&[
            "a.jpg: step 'batch: cutmix': cutmix needs pictures of one size",
            "add a resize or crop",
        ]);
    dir.write("plain.yaml", POLICY);
    dir.run(&["mix", "plain.yaml", "a.jpg", "--out", "out"])
        .ends(1)
        .says(&["plain.yaml: has no batch stage; augplay apply runs its steps"]);
    dir.run(&["apply", "p.yaml", "a.jpg", "--out", "out"])
        .ends(0)
        .says(&["its batch stage is left out; augplay mix runs it"]);
}

/// An Albumentations file whose rotation 2.0.8 loads as ±90°.
const ROTATES: &str = r#"{"__version__": "2.0.8", "transform": {"__class_fullname__": "Compose", "p": 1.0, "transforms": [
  {"__class_fullname__": "Rotate", "angle_range": [-10, 10], "p": 0.5}]}}"#;

#[test]
fn lint_tells_and_mends() {
    let dir = Dir::new("lint");
    dir.write("a.json", ROTATES);
    dir.write("b.yaml", POLICY);
    dir.write("c.json", "{");
    let told = dir.run(&["lint", "a.json", "b.yaml"]).ends(1);
    assert_eq!(
        told.text(),
        "a.json:2: ALB001 Rotate has no angle_range (AlbumentationsX): it is dropped, and limit is [-90,90]; write limit: [-10,10]\n"
    );
    dir.run(&["lint", "b.yaml"]).ends(0);
    dir.run(&["lint", "a.json", "c.json"])
        .ends(2)
        .says(&["c.json"]);
    dir.run(&["lint", "gone.json"]).ends(2).says(&["gone.json"]);
    let list: Json =
        serde_json::from_slice(&dir.run(&["lint", "--format", "json", "a.json"]).stdout).unwrap();
    assert_eq!(
        (&list[0]["file"], &list[0]["rule"], &list[0]["line"]),
        (&"a.json".into(), &"ALB001".into(), &2.into())
    );
    let piped = dir.pipe(&["lint", "--fix", "-"], ROTATES).ends(0);
    assert!(piped.text().contains("\"limit\""), "{}", piped.text());
    dir.run(&["lint", "--fix", "a.json"]).ends(0);
    assert_eq!(
        dir.json("a.json")["transform"]["transforms"][0]["limit"][1],
        10
    );
}

#[test]
fn diff_tells_what_changed_in_meaning() {
    let dir = Dir::new("diff");
    dir.write("a.yaml", POLICY);
    dir.write(
        "b.yaml",
        POLICY
            .replace("# half of them", "# some")
            .replace("p: 0.5", "p: 0.25"),
    );
    assert_eq!(
        dir.run(&["diff", "a.yaml", "b.yaml"]).ends(1).text(),
        "~ horizontal_flip: p 0.5 → 0.25\n"
    );
    assert_eq!(dir.run(&["diff", "a.yaml", "a.yaml"]).ends(0).text(), "");
    let json: Json =
        serde_json::from_slice(&dir.run(&["diff", "--json", "a.yaml", "b.yaml"]).stdout).unwrap();
    assert_eq!(json[0]["values"]["p"], serde_json::json!([0.5, 0.25]));
    dir.run(&["diff", "a.yaml", "gone.yaml"])
        .ends(2)
        .says(&["gone.yaml"]);
    // Files of other libraries too.
    let out = dir
        .run(&["export", "a.yaml", "--to", "albumentations-json"])
        .ends(0);
    dir.write("c.json", &out.stdout);
    let told = dir.run(&["diff", "a.yaml", "c.json"]).ends(1);
    assert!(
        told.text()
            .starts_with("~ target: torchvision 0.29 pillow → albumentations 2.0.8\n"),
        "{}",
        told.text()
    );
}

#[test]
fn proofs_hold_what_was_drawn() {
    let dir = Dir::new("prove");
    dir.write("p.yaml", POLICY);
    dir.write("bad.png", b"no picture");
    dir.photo("arrows.jpg", "photos/cat.jpg");
    let prove = [
        "prove",
        "p.yaml",
        "photos",
        "--views",
        "2",
        "-o",
        "proof.zip",
    ];
    let format = ["--to", "torchvision-pillow"];
    dir.run(&[&prove[..], &format[..]].concat())
        .ends(0)
        .says(&["1 picture, 2 views of each"]);
    let mut zip = zip::ZipArchive::new(std::io::Cursor::new(dir.read("proof.zip"))).unwrap();
    let names: Vec<_> = zip.file_names().map(str::to_owned).collect();
    for name in [
        "inputs/0-cat.png",
        "draws.json",
        "verify.py",
        "library.py",
        "dice.py",
        "drawn.py",
        "requirements.txt",
        "README.txt",
        "policy.torchvision.py",
    ] {
        assert!(names.iter().any(|n| n == name), "{name}: {names:?}");
    }
    let mut png = Vec::new();
    let mut shown = zip.by_name("pixels/0-0/0-crop.png").unwrap();
    std::io::Read::read_to_end(&mut shown, &mut png).unwrap();
    assert!(decode(&png, &DecodeOptions::default()).is_ok());

    // One bad picture among others is told; only bad ones leave nothing.
    let some = ["prove", "p.yaml", "bad.png", "photos", "-o", "some.zip"];
    dir.run(&[&some[..], &format[..]].concat())
        .ends(2)
        .says(&["bad.png"]);
    let none = ["prove", "p.yaml", "bad.png", "-o", "none.zip"];
    dir.run(&[&none[..], &format[..]].concat()).ends(2);
    assert!(!dir.0.join("none.zip").exists() && !dir.0.join("none.zip.part").exists());
    let wrong = ["prove", "p.yaml", "photos", "-o", "x.zip", "--to", "timm"];
    dir.run(&wrong).ends(1).says(&["has no proof"]);
}
