/** Desktops by Guacamole's protocol, drawn by Guacamole's own client. */

import { defineDesktop } from "./desktop";
import { GuacamoleScreen } from "./guacamole-screen";

defineDesktop((place, socket, heard) => new GuacamoleScreen(place, socket, heard));
