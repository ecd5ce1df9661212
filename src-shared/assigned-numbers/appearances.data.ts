// Appearance values, Assigned Numbers 2.6: 'category name: subcategory 1 | subcategory 2 | …', '-' where none is assigned.
export const APPEARANCE_NAMES = `000 Unknown
001 Phone
002 Computer: Desktop workstation | Server-class computer | Laptop | Handheld PC or PDA (clamshell) | Palm-size PC or PDA | Wearable computer (watch size) | Tablet | Docking station | All in one | Blade server | Convertible | Detachable | IoT gateway | Mini PC | Stick PC
003 Watch: Sports watch | Smartwatch
004 Clock
005 Display
006 Remote Control
007 Eye-glasses
008 Tag
009 Keyring
00a Media Player
00b Barcode Scanner
00c Thermometer: Ear thermometer
00d Heart Rate Sensor: Heart rate belt
00e Blood Pressure: Arm | Wrist
00f Human Interface Device: Keyboard | Mouse | Joystick | Gamepad | Digitizer tablet | Card reader | Digital pen | Barcode scanner | Touchpad | Presentation remote
010 Glucose Meter
011 Running Walking Sensor: In shoe | On shoe | On hip
012 Cycling: Cycling computer | Speed sensor | Cadence sensor | Power sensor | Speed and cadence sensor
013 Control Device: Switch | Multi-switch | Button | Slider | Rotary switch | Touch panel | Single switch | Double switch | Triple switch | Battery switch | Energy harvesting switch | Push button | Dial
014 Network Device: Access point | Mesh device | Mesh network proxy
015 Sensor: Motion | Air quality | Temperature | Humidity | Leak | Smoke | Occupancy | Contact | Carbon monoxide | Carbon dioxide | Ambient light | Energy | Color light | Rain | Fire | Wind | Proximity | Multi-sensor | Flush mounted | Ceiling mounted | Wall mounted | Multisensor | Energy meter | Flame detector | Vehicle tire pressure
016 Light Fixtures: Wall light | Ceiling light | Floor light | Cabinet light | Desk light | Troffer light | Pendant light | In-ground light | Flood light | Underwater light | Bollard with light | Pathway light | Garden light | Pole-top light | Spotlight | Linear light | Street light | Shelves light | Bay light | Emergency exit light | Light controller | Light driver | Bulb | Low-bay light | High-bay light
017 Fan: Ceiling | Axial | Exhaust | Pedestal | Desk | Wall
018 HVAC: Thermostat | Humidifier | De-humidifier | Heater | Radiator | Boiler | Heat pump | Infrared heater | Radiant panel heater | Fan heater | Air curtain
019 Air Conditioning
01a Humidifier
01b Heating: Radiator | Boiler | Heat pump | Infrared heater | Radiant panel heater | Fan heater | Air curtain
01c Access Control: Access door | Garage door | Emergency exit door | Access lock | Elevator | Window | Entrance gate | Door lock | Locker
01d Motorized Device: Motorized gate | Awning | Blinds or shades | Curtains | Screen
01e Power Device: Power outlet | Power strip | Plug | Power supply | LED driver | Fluorescent lamp gear | HID lamp gear | Charge case | Power bank
01f Light Source: Incandescent bulb | LED lamp | HID lamp | Fluorescent lamp | LED array | Multi-color LED array | Low voltage halogen | OLED
020 Window Covering: Shades | Blinds | Awning | Curtain | Exterior shutter | Exterior screen
021 Audio Sink: Standalone speaker | Soundbar | Bookshelf speaker | Standmounted speaker | Speakerphone
022 Audio Source: Microphone | Alarm | Bell | Horn | Broadcasting device | Service desk | Kiosk | Broadcasting room | Auditorium
023 Motorized Vehicle: Car | Large goods vehicle | 2-wheeled vehicle | Motorbike | Scooter | Moped | 3-wheeled vehicle | Light vehicle | Quad bike | Minibus | Bus | Trolley | Agricultural vehicle | Camper or caravan | Recreational vehicle
024 Domestic Appliance: Refrigerator | Freezer | Oven | Microwave | Toaster | Washing machine | Dryer | Coffee maker | Clothes iron | Curling iron | Hair dryer | Vacuum cleaner | Robotic vacuum cleaner | Rice cooker | Clothes steamer
025 Wearable Audio Device: Earbud | Headset | Headphones | Neck band
026 Aircraft: Light aircraft | Microlight | Paraglider | Large passenger aircraft
027 AV Equipment: Amplifier | Receiver | Radio | Tuner | Turntable | CD player | DVD player | Bluray player | Optical disc player | Set-top box
028 Display Equipment: Television | Monitor | Projector
029 Hearing Aid: In-ear | Behind-ear | Cochlear implant
02a Gaming: Home video game console | Portable handheld console
02b Signage: Digital signage | Electronic label
031 Pulse Oximeter: Fingertip | Wrist worn
032 Weight Scale
033 Personal Mobility Device: Powered wheelchair | Mobility scooter
034 Continuous Glucose Monitor
035 Insulin Pump: Durable pump | - | - | Patch pump | - | - | - | Insulin pen
036 Medication Delivery
037 Spirometer: Handheld
051 Outdoor Sports Activity: Location display | Location and navigation display | Location pod | Location and navigation pod`;
