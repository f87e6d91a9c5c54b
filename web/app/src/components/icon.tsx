import check from "lucide-static/icons/check.svg?raw";
import copy from "lucide-static/icons/copy.svg?raw";
import download from "lucide-static/icons/download.svg?raw";
import eye from "lucide-static/icons/eye.svg?raw";
import eyeOff from "lucide-static/icons/eye-off.svg?raw";
import headphones from "lucide-static/icons/headphones.svg?raw";
import heart from "lucide-static/icons/heart.svg?raw";
import image from "lucide-static/icons/image.svg?raw";
import logIn from "lucide-static/icons/log-in.svg?raw";
import messageCircle from "lucide-static/icons/message-circle.svg?raw";
import mic from "lucide-static/icons/mic.svg?raw";
import micOff from "lucide-static/icons/mic-off.svg?raw";
import pause from "lucide-static/icons/pause.svg?raw";
import pencil from "lucide-static/icons/pencil.svg?raw";
import phoneOff from "lucide-static/icons/phone-off.svg?raw";
import play from "lucide-static/icons/play.svg?raw";
import scale from "lucide-static/icons/scale.svg?raw";
import shield from "lucide-static/icons/shield.svg?raw";
import skipForward from "lucide-static/icons/skip-forward.svg?raw";
import settings from "lucide-static/icons/sliders-horizontal.svg?raw";
import trash from "lucide-static/icons/trash-2.svg?raw";
import trophy from "lucide-static/icons/trophy.svg?raw";
import upload from "lucide-static/icons/upload.svg?raw";
import user from "lucide-static/icons/user-round.svg?raw";
import volume from "lucide-static/icons/volume-2.svg?raw";
import wifiOff from "lucide-static/icons/wifi-off.svg?raw";
import close from "lucide-static/icons/x.svg?raw";

const ICONS = {
  check,
  close,
  copy,
  download,
  eye,
  eyeOff,
  headphones,
  heart,
  image,
  logIn,
  messageCircle,
  mic,
  micOff,
  pause,
  pencil,
  phoneOff,
  play,
  scale,
  settings,
  shield,
  skipForward,
  trash,
  trophy,
  upload,
  user,
  volume,
  wifiOff,
};

export type IconName = keyof typeof ICONS;

/** A picture beside words, or inside a control that has a name: screen readers pass it over. */
export function Icon({ name }: { name: IconName }) {
  return <span class="icon" aria-hidden="true" dangerouslySetInnerHTML={{ __html: ICONS[name] }} />;
}

/** Maru's mark: boards of a floor. */
export function Mark() {
  return (
    <svg
      class="mark"
      viewBox="0 0 40 40"
      fill="none"
      stroke="currentColor"
      stroke-width="2.4"
      aria-hidden="true"
    >
      <rect x="2" y="2" width="36" height="36" rx="9" />
      <path d="M2 15h36M2 26h36M15 2v13M26 15v11M12 26v12" />
    </svg>
  );
}
