import './base.css';
import './panel.css';
import './exercise.css';
import './widgets.css';
