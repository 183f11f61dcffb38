// A front door on a grey afternoon: a parcel on the mat, and a cat that guards it. Units are metres.
#version 3.7;
global_settings { assumed_gamma 1.0 }

#declare Chance = seed(72);
#declare Font = "timrom.ttf"

camera {
  location <0.62, 1.62, -3.15>
  look_at <0.08, 0.80, 0>
  right x * 4 / 3
  angle 52
}

// An overcast sky: one large soft light, one smaller from the street.
light_source {
  <-5, 9, -8> rgb <0.94, 0.97, 1.0> * 1.05
  area_light <7, 0, 0>, <0, 3.5, 6>, 7, 7 adaptive 1 jitter
}
light_source {
  <5, 5, -9> rgb <1.0, 0.95, 0.88> * 0.38
  area_light <4, 0, 0>, <0, 4, 0>, 4, 4 adaptive 1 jitter
}
light_source { <0, 3, -14> rgb 0.12 shadowless }
sky_sphere { pigment { gradient y color_map { [0 rgb <0.30, 0.30, 0.29>] [0.5 rgb <0.75, 0.79, 0.84>] } } }

// ---- wall ------------------------------------------------------------------------------------

#declare DoorHalf = 0.47;
#declare DoorTop = 2.22;
#declare StepTop = 0.16;

#declare Mortar = pigment { granite scale 0.06 color_map { [0 rgb <0.40, 0.37, 0.32>] [1 rgb <0.58, 0.55, 0.49>] } }
#declare Clay = pigment {
  cells scale <0.232, 0.077, 0.114> turbulence 0
  pigment_map {
    [0.0 granite scale 0.10 color_map { [0 rgb <0.27, 0.11, 0.075>] [1 rgb <0.42, 0.19, 0.12>] }]
    [0.5 granite scale 0.12 color_map { [0 rgb <0.34, 0.14, 0.085>] [1 rgb <0.50, 0.25, 0.16>] }]
    [1.0 granite scale 0.09 color_map { [0 rgb <0.22, 0.095, 0.075>] [1 rgb <0.38, 0.18, 0.13>] }]
  }
}
#declare Bricks = function {
  pigment {
    brick color rgb 0, color rgb 1 brick_size <0.232, 0.077, 0.114> mortar 0.012
    turbulence 0.006 octaves 2 translate <0.03, 0.015, 0.05>
  }
}
#declare Wall = texture {
  pigment {
    brick pigment { Mortar } pigment { Clay } brick_size <0.232, 0.077, 0.114> mortar 0.012
    turbulence 0.006 octaves 2 translate <0.03, 0.015, 0.05>
  }
  normal { average normal_map {
    [2 function { Bricks(x, y, z).gray } 0.35 accuracy 0.004]
    [1 granite 0.5 scale 0.12]
  } }
  finish { diffuse 0.8 ambient 0 }
}

difference {
  box { <-4, 0, 0>, <4, 4, 0.4> }
  box { <-DoorHalf - 0.09, -1, -1>, <DoorHalf + 0.09, DoorTop + 0.09, 0.3> }
  texture { Wall }
}

#declare White = texture {
  pigment {
    bozo turbulence 0.6 scale <0.3, 0.5, 0.3>
    color_map { [0 rgb <0.62, 0.61, 0.57>] [0.4 rgb <0.74, 0.73, 0.70>] [1 rgb <0.78, 0.77, 0.74>] }
  }
  finish { diffuse 0.85 ambient 0 specular 0.15 roughness 0.04 }
}

// The frame.
union {
  box { <-DoorHalf - 0.10, StepTop, -0.015>, <-DoorHalf, DoorTop, 0.14> }
  box { <DoorHalf, StepTop, -0.015>, <DoorHalf + 0.10, DoorTop, 0.14> }
  box { <-DoorHalf - 0.10, DoorTop, -0.015>, <DoorHalf + 0.10, DoorTop + 0.10, 0.14> }
  cylinder { <-DoorHalf - 0.055, StepTop, -0.018>, <-DoorHalf - 0.055, DoorTop + 0.05, -0.018>, 0.02 }
  cylinder { <DoorHalf + 0.055, StepTop, -0.018>, <DoorHalf + 0.055, DoorTop + 0.05, -0.018>, 0.02 }
  texture { White }
}

// ---- the door --------------------------------------------------------------------------------

#declare Green = texture {
  pigment {
    bozo turbulence 0.5 scale <0.02, 0.6, 0.02>
    color_map { [0 rgb <0.018, 0.075, 0.060>] [1 rgb <0.028, 0.100, 0.078>] }
  }
  normal { granite 0.05 scale <0.015, 0.5, 0.015> }
  finish { diffuse 0.75 ambient 0 specular 0.35 roughness 0.03 reflection { 0.01, 0.10 } }
}
#declare Brass = texture {
  pigment { rgb <0.62, 0.43, 0.16> }
  normal { granite 0.03 scale 0.02 }
  finish { diffuse 0.45 ambient 0 specular 0.9 roughness 0.015 metallic reflection { 0.30 metallic } }
}

#macro Panel(X0, Y0, X1, Y1)
  union {
    difference {
      box { <X0, Y0, 0.085>, <X1, Y1, 0.12> }
      box { <X0 + 0.025, Y0 + 0.025, 0>, <X1 - 0.025, Y1 - 0.025, 0.2> }
    }
    superellipsoid {
      <0.15, 0.5>
      scale <(X1 - X0) / 2 - 0.05, (Y1 - Y0) / 2 - 0.05, 0.022>
      translate <(X0 + X1) / 2, (Y0 + Y1) / 2, 0.105>
    }
  }
#end

union {
  box { <-DoorHalf, StepTop + 0.01, 0.10>, <DoorHalf, DoorTop, 0.16> }
  Panel(-0.37, 0.34, -0.05, 0.92)
  Panel(0.05, 0.34, 0.37, 0.92)
  Panel(-0.37, 1.12, -0.05, 1.72)
  Panel(0.05, 1.12, 0.37, 1.72)
  texture { Green }
}
// Glass above the panels, curtained inside.
difference {
  box { <-0.38, 1.80, 0.085>, <0.38, 2.13, 0.11> }
  box { <-0.35, 1.83, 0>, <-0.015, 2.10, 0.2> }
  box { <0.015, 1.83, 0>, <0.35, 2.10, 0.2> }
  texture { Green }
}
box {
  <-0.36, 1.82, 0.092>, <0.36, 2.11, 0.098>
  pigment { gradient x triangle_wave scale 0.06 color_map { [0 rgb <0.16, 0.15, 0.13>] [1 rgb <0.34, 0.32, 0.28>] } }
  finish { diffuse 0.6 ambient 0 specular 0.6 roughness 0.004 reflection { 0.06, 0.35 } }
}
// Letter slot, knob, lock, knocker, number, kick plate.
union {
  superellipsoid { <0.1, 0.3> scale <0.135, 0.036, 0.012> translate <0, 1.02, 0.092> }
  superellipsoid { <0.1, 0.3> scale <0.110, 0.020, 0.012> translate <0, 1.02, 0.082> }
  sphere { 0, 0.036 scale <1, 1, 0.8> translate <-0.415, 1.06, 0.035> }
  cylinder { <-0.415, 1.06, 0.04>, <-0.415, 1.06, 0.10>, 0.013 }
  cylinder { <-0.415, 1.06, 0.088>, <-0.415, 1.06, 0.10>, 0.034 }
  cylinder { <-0.415, 1.22, 0.085>, <-0.415, 1.22, 0.10>, 0.021 }
  torus { 0.052, 0.010 rotate x * 84 translate <0, 1.40, 0.066> }
  sphere { <0, 1.457, 0.075>, 0.024 }
  cylinder { <0, 1.345, 0.075>, <0, 1.345, 0.10>, 0.014 }
  object {
    #declare Number = text { ttf Font "7" 0.1, 0 }
    Number
    translate <-(min_extent(Number).x + max_extent(Number).x) / 2, 0, 0>
    scale <0.19, 0.19, 0.14> translate <0, 1.565, 0.088>
  }
  box { <-0.40, 0.185, 0.094>, <0.40, 0.305, 0.101> }
  texture { Brass }
}

// ---- a lamp beside the door ---------------------------------------------------------------------

#declare Iron = texture {
  pigment { rgb <0.022, 0.022, 0.025> } normal { granite 0.15 scale 0.01 }
  finish { diffuse 0.6 ambient 0 specular 0.4 roughness 0.04 }
}
union {
  cylinder { <0, 0, 0>, <0, 0, -0.02>, 0.06 }
  torus { 0.09, 0.010 rotate z * 90 translate <0, 0.0, -0.09> }
  cone { <0, 0.12, -0.16>, 0.005, <0, 0.06, -0.16>, 0.085 }
  cylinder { <0, -0.15, -0.16>, <0, -0.135, -0.16>, 0.062 }
  #declare K = 0;
  #while (K < 6)
    cylinder { <0.058, -0.14, 0>, <0.078, 0.06, 0>, 0.004 rotate y * K * 60 translate z * -0.16 }
    #declare K = K + 1;
  #end
  cone {
    <0, -0.135, -0.16>, 0.054, <0, 0.06, -0.16>, 0.074
    pigment { rgbt <0.92, 0.90, 0.82, 0.35> }
    finish { diffuse 0.5 ambient 0 specular 0.8 roughness 0.005 reflection 0.06 }
  }
  texture { Iron }
  translate <0.86, 1.72, 0>
}

// ---- step and pavement ----------------------------------------------------------------------------

superellipsoid {
  <0.06, 0.06>
  scale <0.92, 0.09, 0.50> translate <0, StepTop - 0.09, -0.34>
  texture {
    pigment {
      granite scale 0.35
      color_map { [0 rgb <0.30, 0.29, 0.27>] [0.5 rgb <0.44, 0.43, 0.40>] [1 rgb <0.54, 0.53, 0.50>] }
    }
    normal { granite 0.35 scale 0.12 }
    finish { diffuse 0.8 ambient 0 }
  }
  texture {
    pigment {
      bozo turbulence 0.9 octaves 6 scale 0.30
      color_map { [0 rgbt <0.10, 0.11, 0.06, 0.45>] [0.4 rgbt <0.2, 0.2, 0.15, 0.9>] [0.55 rgbt 1] [1 rgbt 1] }
    }
    finish { diffuse 0.8 ambient 0 }
  }
}

// Setts, each its own stone.
#declare Z = -3.4;
#declare Odd = 0;
#while (Z < 0.05)
  #declare X = -2.6 + 0.07 * Odd;
  #while (X < 2.9)
    #local Tone = 0.75 + 0.5 * rand(Chance);
    superellipsoid {
      <0.3, 0.3> scale <0.064, 0.03, 0.046>
      rotate <5 * (rand(Chance) - 0.5), 5 * (rand(Chance) - 0.5), 5 * (rand(Chance) - 0.5)>
      translate <X, -0.03 + 0.008 * rand(Chance), Z>
      texture {
        pigment {
          granite scale 0.09 translate 20 * rand(Chance)
          color_map {
            [0 rgb <0.17, 0.17, 0.175> * Tone]
            [1 rgb <0.36, 0.35, 0.34> * Tone]
          }
        }
        normal { granite 0.35 scale 0.05 }
        finish { diffuse 0.8 ambient 0 specular 0.12 roughness 0.06 }
      }
    }
    #declare X = X + 0.14;
  #end
  #declare Odd = 1 - Odd;
  #declare Z = Z + 0.103;
#end
plane {
  y, -0.035
  texture {
    pigment { bozo turbulence 0.6 scale 0.2 color_map { [0 rgb <0.10, 0.09, 0.07>] [0.7 rgb <0.15, 0.13, 0.10>] [1 rgb <0.09, 0.13, 0.04>] } }
    normal { granite 0.5 scale 0.05 }
    finish { diffuse 0.8 ambient 0 }
  }
}

// The mat: fibres of coir, dark where it says so in a border.
#declare MatX = 0.40;
#declare MatZ = 0.24;
mesh {
  #declare I = 0;
  #while (I < 42000)
    #local PX = MatX * (2 * rand(Chance) - 1);
    #local PZ = MatZ * (2 * rand(Chance) - 1);
    #local Turn = 2 * pi * rand(Chance);
    #local A = <cos(Turn), 0, sin(Turn)> * 0.0014;
    #local P = <PX, 0, PZ>;
    triangle { P - A, P + A, P + <0.010 * (rand(Chance) - 0.5), 0.013 + 0.006 * rand(Chance), 0.010 * (rand(Chance) - 0.5)> }
    #declare I = I + 1;
  #end
  #declare Border = function(x, z) { max(abs(x) / MatX, (abs(z) + MatX - MatZ) / MatX) }
  texture {
    pigment {
      function { select(abs(Border(x, z) - 0.86) - 0.05, 0, 1) }
      color_map { [0 rgb <0.055, 0.04, 0.03>] [0.5 rgb <0.055, 0.04, 0.03>] [0.5 rgb <0.42, 0.29, 0.15>] [1 rgb <0.42, 0.29, 0.15>] }
    }
    finish { diffuse 0.9 ambient 0 }
  }
  translate <-0.02, StepTop, -0.42>
}
box {
  <-MatX, 0, -MatZ>, <MatX, 0.006, MatZ>
  pigment { rgb <0.10, 0.07, 0.04> } finish { ambient 0 }
  translate <-0.02, StepTop, -0.42>
}

// ---- the parcel ----------------------------------------------------------------------------------

#declare PW = 0.21;
#declare PH = 0.235;
#declare PD = 0.15;
#declare Card = texture {
  pigment {
    bozo turbulence 0.7 scale 0.13
    color_map { [0 rgb <0.42, 0.285, 0.155>] [0.6 rgb <0.49, 0.345, 0.20>] [1 rgb <0.45, 0.31, 0.17>] }
  }
  normal { average normal_map {
    [1 gradient x 0.10 triangle_wave scale 0.009]
    [1 granite 0.06 scale 0.2]
  } }
  finish { diffuse 0.82 ambient 0 }
}
#declare Tape = texture {
  pigment { rgb <0.46, 0.29, 0.12> }
  normal { wrinkles 0.15 scale 0.04 }
  finish { diffuse 0.7 ambient 0 specular 0.6 roughness 0.02 reflection { 0.01, 0.12 } }
}
#declare Paper = texture { pigment { rgb 0.80 } finish { diffuse 0.85 ambient 0 } }
#declare Ink = texture { pigment { rgb 0.02 } finish { diffuse 0.6 ambient 0 } }

#macro Line(Text, Size, At)
  text { ttf "cyrvetic.ttf" Text 0.01, 0 scale <Size, Size, 0.02> translate At texture { Ink } }
#end

union {
  box { <-PW, 0, -PD>, <PW, PH, PD> texture { Card } }
  // Flaps meet along the middle of the top.
  box { <-PW, PH, -0.0015>, <PW, PH + 0.0008, 0.0015> pigment { rgb <0.12, 0.08, 0.04> } finish { ambient 0 } }
  box { <-PW - 0.001, PH - 0.0, -0.026>, <PW + 0.001, PH + 0.0014, 0.026> texture { Tape } }
  box { <-PW - 0.0014, PH - 0.07, -0.026>, <-PW, PH + 0.001, 0.026> texture { Tape } }
  box { <PW, PH - 0.07, -0.026>, <PW + 0.0014, PH + 0.001, 0.026> texture { Tape } }
  // The label.
  union {
    box { <-0.085, -0.058, 0>, <0.085, 0.058, 0.001> texture { Paper } }
    Line("TO: No 7", 0.022, <-0.075, 0.028, -0.0006>)
    Line("GARDEN LANE", 0.017, <-0.075, 0.006, -0.0006>)
    Line("SIGN ON DELIVERY", 0.009, <-0.075, -0.011, -0.0006>)
    #declare X = -0.074;
    #while (X < 0.070)
      #local W = 0.0010 + 0.0030 * rand(Chance);
      box { <X, -0.050, -0.0006>, <X + W, -0.020, 0.001> texture { Ink } }
      #declare X = X + W + 0.0012 + 0.0022 * rand(Chance);
    #end
    translate <-0.07, 0.125, -PD - 0.0012>
  }
  // This way up.
  union {
    #declare K = 0;
    #while (K < 2)
      union {
        box { <-0.006, 0, 0>, <0.006, 0.032, 0.001> }
        triangle { <-0.016, 0.030, 0>, <0.016, 0.030, 0>, <0, 0.054, 0> }
        translate x * (0.128 + 0.040 * K)
      }
      #declare K = K + 1;
    #end
    box { <0.106, -0.010, 0>, <0.190, -0.004, 0.001> }
    translate <0, 0.055, -PD - 0.0006>
    texture { Ink }
  }
  rotate y * 13
  translate <-0.11, StepTop + 0.014, -0.40>
}

// ---- a pot with a clipped bush -----------------------------------------------------------------

#macro Leaves(Count, Radius, Leaf, Dark, Light)
  mesh {
    #local I = 0;
    #while (I < Count)
      #local Dir = vnormalize(<rand(Chance), rand(Chance), rand(Chance)> - 0.4999);
      #local P = Dir * Radius * (0.72 + 0.30 * pow(rand(Chance), 0.5));
      #local A = vnormalize(Dir + 1.1 * (<rand(Chance), rand(Chance), rand(Chance)> - 0.5));
      #local B = vnormalize(vcross(A, <rand(Chance), rand(Chance), rand(Chance)>)) * Leaf * 0.32;
      #local L = Leaf * (0.6 + 0.7 * rand(Chance));
      triangle { P, P + A * L * 0.5 + B, P + A * L }
      triangle { P, P + A * L * 0.5 - B, P + A * L }
      #local I = I + 1;
    #end
    texture {
      pigment { bozo scale 0.05 color_map { [0.1 rgb Dark] [0.9 rgb Light] } }
      finish { diffuse 0.85 ambient 0 specular 0.25 roughness 0.03 }
    }
  }
#end

union {
  lathe {
    cubic_spline 9,
    <0.0, -0.02>, <0.105, 0.0>, <0.118, 0.09>, <0.140, 0.20>, <0.148, 0.235>, <0.168, 0.245>,
    <0.170, 0.29>, <0.150, 0.295>, <0.140, 0.25>
    texture {
      pigment {
        bozo turbulence 0.8 octaves 5 scale 0.12
        color_map { [0 rgb <0.34, 0.15, 0.085>] [0.6 rgb <0.46, 0.22, 0.13>] [0.85 rgb <0.50, 0.30, 0.21>] [1 rgb <0.56, 0.48, 0.42>] }
      }
      normal { granite 0.15 scale 0.05 }
      finish { diffuse 0.82 ambient 0 }
    }
  }
  cylinder { <0, 0.25, 0>, <0, 0.262, 0>, 0.145 pigment { rgb <0.06, 0.04, 0.03> } normal { granite 0.8 scale 0.03 } finish { ambient 0 } }
  cylinder { <0, 0.25, 0>, <0.01, 0.42, 0>, 0.016 pigment { rgb <0.16, 0.11, 0.07> } finish { ambient 0 } }
  object { Leaves(5200, 0.235, 0.030, <0.03, 0.085, 0.02>, <0.13, 0.24, 0.055>) translate y * 0.60 }
  sphere { <0, 0.60, 0>, 0.175 pigment { rgb <0.012, 0.03, 0.01> } finish { ambient 0 } }
  translate <-0.70, StepTop, -0.28>
}

// ---- the cat ----------------------------------------------------------------------------------

#declare Fur = texture {
  pigment {
    gradient y turbulence 0.35 octaves 4 triangle_wave scale 0.062 rotate z * 10
    color_map {
      [0.00 rgb <0.30, 0.115, 0.03>]
      [0.30 rgb <0.46, 0.205, 0.06>]
      [0.60 rgb <0.56, 0.29, 0.10>]
      [1.00 rgb <0.60, 0.34, 0.14>]
    }
  }
  normal { average normal_map {
    [1 granite 0.22 scale <0.014, 0.06, 0.014>]
    [1 bumps 0.30 scale <0.004, 0.022, 0.004>]
  } }
  finish { diffuse 0.85 ambient 0 }
}
#declare Bib = texture {
  pigment { bozo scale 0.03 color_map { [0 rgb <0.62, 0.57, 0.50>] [1 rgb <0.74, 0.70, 0.64>] } }
  normal { granite 0.2 scale <0.012, 0.05, 0.012> }
  finish { diffuse 0.85 ambient 0 }
}

// Sitting upright, its breast towards -z.
#declare Cat = union {
  blob {
    threshold 0.5
    sphere { 0, 1, 1 scale <0.165, 0.15, 0.20> translate <0, 0.085, 0.075> texture { Fur } }
    sphere { 0, 1, 1 scale <0.130, 0.20, 0.150> translate <0, 0.190, 0.010> texture { Fur } }
    sphere { 0, 1, 1 scale <0.105, 0.15, 0.110> translate <0, 0.270, -0.030> texture { Fur } }
    sphere { 0, 1, 0.9 scale <0.072, 0.13, 0.060> translate <0, 0.235, -0.075> texture { Bib } }
    // Haunches.
    sphere { 0, 1, 1 scale <0.080, 0.12, 0.140> translate <-0.095, 0.065, 0.035> texture { Fur } }
    sphere { 0, 1, 1 scale <0.080, 0.12, 0.140> translate <0.095, 0.065, 0.035> texture { Fur } }
    // Forelegs and paws.
    cylinder { <-0.036, 0.02, -0.085>, <-0.042, 0.20, -0.050>, 0.044, 1 texture { Fur } }
    cylinder { <0.036, 0.02, -0.085>, <0.042, 0.20, -0.050>, 0.044, 1 texture { Fur } }
    sphere { 0, 1, 1 scale <0.044, 0.032, 0.058> translate <-0.037, 0.014, -0.105> texture { Bib } }
    sphere { 0, 1, 1 scale <0.044, 0.032, 0.058> translate <0.037, 0.014, -0.105> texture { Bib } }
    sphere { 0, 1, 1 scale <0.042, 0.032, 0.080> translate <-0.110, 0.014, -0.055> texture { Bib } }
    sphere { 0, 1, 1 scale <0.042, 0.032, 0.080> translate <0.110, 0.014, -0.055> texture { Bib } }
  }
  // The head.
  union {
    blob {
      threshold 0.5
      sphere { 0, 1, 1 scale <0.146, 0.126, 0.124> texture { Fur } }
      sphere { 0, 1, 0.8 scale <0.064, 0.056, 0.060> translate <-0.040, -0.024, -0.030> texture { Fur } }
      sphere { 0, 1, 0.8 scale <0.064, 0.056, 0.060> translate <0.040, -0.024, -0.030> texture { Fur } }
      sphere { 0, 1, 0.9 scale <0.042, 0.034, 0.044> translate <-0.014, -0.030, -0.068> texture { Bib } }
      sphere { 0, 1, 0.9 scale <0.042, 0.034, 0.044> translate <0.014, -0.030, -0.068> texture { Bib } }
      sphere { 0, 1, 0.7 scale <0.024, 0.022, 0.030> translate <0, -0.046, -0.052> texture { Bib } }
    }
    #declare Side = -1;
    #while (Side < 2)
      // An ear: a cone cut open.
      union {
        difference {
          cone { 0, 0.036, <0, 0.074, 0>, 0.003 scale <1, 1, 0.55> }
          cone { <0, -0.001, -0.012>, 0.029, <0, 0.060, -0.010>, 0.001 scale <1, 1, 0.6> texture { pigment { rgb <0.50, 0.27, 0.22> } finish { diffuse 0.8 ambient 0 } } }
          texture { Fur }
        }
        rotate <-6, Side * -14, Side * -17>
        translate <Side * 0.046, 0.043, 0.004>
      }
      // An eye.
      union {
        sphere { 0, 0.0138 pigment { rgb <0.36, 0.33, 0.06> } finish { diffuse 0.8 ambient 0 specular 0.9 roughness 0.003 reflection 0.06 } }
        sphere { 0, 1 scale <0.0055, 0.0105, 0.006> translate <0, 0, -0.0098> pigment { rgb 0.008 } finish { ambient 0 specular 0.9 roughness 0.003 } }
        translate <Side * 0.0320, 0.008, -0.0655>
      }
      #declare Side = Side + 2;
    #end
    sphere { 0, 1 scale <0.0095, 0.0070, 0.008> translate <0, -0.016, -0.0945> pigment { rgb <0.48, 0.20, 0.19> } finish { diffuse 0.8 ambient 0 specular 0.3 } }
    // Whiskers.
    #declare K = 0;
    #while (K < 4)
      cylinder { <-0.020, -0.026 - 0.003 * K, -0.080>, <-0.095, -0.006 - 0.014 * K, -0.068>, 0.0005 pigment { rgb 0.85 } }
      cylinder { <0.020, -0.026 - 0.003 * K, -0.080>, <0.095, -0.006 - 0.014 * K, -0.068>, 0.0005 pigment { rgb 0.85 } }
      #declare K = K + 1;
    #end
    rotate <-4, -10, 3>
    scale 1.04
    translate <0, 0.395, -0.060>
  }
  // The tail, laid round its feet.
  sphere_sweep {
    b_spline 8,
    <-0.02, 0.05, 0.24>, 0.030,
    <0.03, 0.05, 0.20>, 0.030,
    <0.14, 0.030, 0.14>, 0.028,
    <0.185, 0.026, 0.02>, 0.026,
    <0.16, 0.025, -0.09>, 0.024,
    <0.08, 0.024, -0.15>, 0.022,
    <0.00, 0.023, -0.165>, 0.017,
    <-0.04, 0.022, -0.165>, 0.010
    texture { Fur }
  }
}
object { Cat rotate y * -24 translate <0.50, StepTop, -0.43> }

// ---- ivy, and leaves that the wind brought -----------------------------------------------------

#declare Ivy = Leaves(240, 0.10, 0.058, <0.02, 0.07, 0.02>, <0.10, 0.20, 0.05>)
#declare I = 0;
#while (I < 150)
  #local H = 2.9 * rand(Chance);
  #local Edge = 0.92 + 0.20 * sin(3.1 * H) + 0.12 * sin(7.7 * H);
  object {
    Ivy
    rotate 360 * <rand(Chance), rand(Chance), rand(Chance)>
    scale <1, 1, 0.6> * (0.8 + 0.5 * rand(Chance))
    translate <-Edge - 1.6 * pow(rand(Chance), 0.8), H, -0.03>
  }
  #declare I = I + 1;
#end

#declare I = 0;
#while (I < 46)
  #local W = 0.014 + 0.012 * rand(Chance);
  #local PX = 3.4 * (rand(Chance) - 0.5);
  #local PZ = -0.9 - 1.5 * rand(Chance);
  union {
    triangle { <-W * 1.6, 0, 0>, <0, 0.006, W>, <W * 1.6, 0.002, 0> }
    triangle { <-W * 1.6, 0, 0>, <0, 0.005, -W>, <W * 1.6, 0.002, 0> }
    pigment { rgb <0.40 + 0.25 * rand(Chance), 0.20 + 0.14 * rand(Chance), 0.05> }
    finish { diffuse 0.85 ambient 0 }
    rotate <20 * (rand(Chance) - 0.5), 360 * rand(Chance), 20 * (rand(Chance) - 0.5)>
    translate <PX, 0.012, PZ>
  }
  #declare I = I + 1;
#end
