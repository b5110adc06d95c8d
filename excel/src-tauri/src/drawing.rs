//! How the web view draws on a machine without a graphics card: a virtual machine, a remote desktop, a container.
//!
//! WebKitGTK draws layers and puts them together by OpenGL. Without a card the processor imitates one for that, and a page
//! of the sheet costs it seven times what it costs to draw the window as one picture.

use std::path::Path;

use tauri::plugin::TauriPlugin;
use tauri::Runtime;

/// Elsewhere than on Linux it does nothing.
pub fn plugin<R: Runtime>() -> TauriPlugin<R> {
    let plugin = tauri::plugin::Builder::new("drawing");
    #[cfg(target_os = "linux")]
    let plugin = plugin.on_webview_ready(|webview| {
        if !has_graphics_card(Path::new("/dev")) {
            webkit::draw_as_one(&webview);
        }
    });
    plugin.build()
}

/// By the devices that drivers draw with: Mesa's, NVIDIA's own, and that of Windows below WSL.
#[cfg_attr(not(target_os = "linux"), allow(dead_code))]
fn has_graphics_card(devices: &Path) -> bool {
    let nodes = devices.join("dri").read_dir().into_iter().flatten();
    let mut names = nodes.flatten().map(|node| node.file_name());
    names.any(|name| name.to_string_lossy().starts_with("renderD"))
        || ["nvidiactl", "dxg"]
            .iter()
            .any(|name| devices.join(name).exists())
}

#[cfg(target_os = "linux")]
mod webkit {
    use tauri::{Runtime, Webview};
    use webkit2gtk::{HardwareAccelerationPolicy, SettingsExt, WebViewExt};

    pub fn draw_as_one<R: Runtime>(webview: &Webview<R>) {
        let asked = webview.with_webview(|view| {
            if let Some(settings) = view.inner().settings() {
                settings.set_hardware_acceleration_policy(HardwareAccelerationPolicy::Never);
            }
        });
        match asked {
            Ok(()) => log::info!("No graphics card: the web view draws without layers"),
            Err(error) => log::warn!("The web view draws slowly without a graphics card: {error}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::fs::{create_dir_all, write};

    use super::has_graphics_card;

    #[test]
    fn a_card_is_known_by_its_device() {
        for (device, expected) in [
            ("dri/renderD128", true),
            ("nvidiactl", true),
            ("dxg", true),
            // A card that shows a picture and can't draw one.
            ("dri/card0", false),
            ("null", false),
        ] {
            let devices = std::env::temp_dir().join(format!(
                "lifebound-devices-{}-{}",
                std::process::id(),
                device.replace('/', "-")
            ));
            create_dir_all(devices.join("dri")).unwrap();
            write(devices.join(device), "").unwrap();
            let found = has_graphics_card(&devices);
            std::fs::remove_dir_all(&devices).unwrap();
            assert_eq!(found, expected, "{device}");
        }
    }
}
