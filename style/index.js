import './base.css';
import './panel.css';
import './exercise.css';
import './clean-room.css';
import './explain.css';
import './widgets.css';
