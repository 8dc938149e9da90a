import './base.css';
import './panel.css';
import './exercise.css';
import './explain.css';
import './clean-room.css';
import './focus.css';
import './widgets.css';
import './inspector.css';
