import type { Box } from '../grid/pane-boxes.js';
import type { Picture } from '../service/api.js';

interface Props {
  readonly picture: Picture;
  readonly address: string;
  readonly box: Box;
  /** Of the pane that it is drawn in. */
  readonly origin: { readonly left: number; readonly top: number };
}

/** A picture in its place, cut and turned as the file says it. Clicks go to the cells below. */
export function PictureCard({ picture, address, box, origin }: Props) {
  const { crop, turn, flipped, name } = picture;
  const shownWidth = 1 - crop.left - crop.right;
  const shownHeight = 1 - crop.top - crop.bottom;
  const turned = [turn && `rotate(${turn}deg)`, flipped && 'scaleX(-1)'].filter(Boolean).join(' ');
  return (
    <div
      class="picture"
      data-testid="picture"
      style={{
        left: `${box.left - origin.left}px`,
        top: `${box.top - origin.top}px`,
        width: `${box.width}px`,
        height: `${box.height}px`,
        ...(turned && { transform: turned }),
      }}
    >
      <img
        src={address}
        alt={name}
        draggable={false}
        style={{
          width: `${100 / shownWidth}%`,
          height: `${100 / shownHeight}%`,
          left: `${(-100 * crop.left) / shownWidth}%`,
          top: `${(-100 * crop.top) / shownHeight}%`,
        }}
      />
    </div>
  );
}
