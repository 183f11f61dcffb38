// A water meter in a cellar: 04827 cubic metres on the black wheels, 315 litres on the red ones.
// Units are centimetres.
#version 3.7;
global_settings { assumed_gamma 1.0 max_trace_level 8 }

#declare Chance = seed(40);
#declare Font = "cyrvetic.ttf"

camera {
  location <4.2, 10.6, -25>
  look_at <1.6, 0.5, 0>
  right x * 4 / 3
  angle 55
}

// A lamp at the cellar's ceiling, and the light of a window at the left.
light_source {
  <18, 62, -42> rgb <1.0, 0.86, 0.66> * 0.95
  area_light <9, 0, 0>, <0, 0, 9>, 5, 5 adaptive 1 jitter circular orient
}
light_source {
  <-70, 36, -50> rgb <0.62, 0.76, 1.0> * 0.62
  area_light <0, 22, 0>, <16, 0, -12>, 5, 5 adaptive 1 jitter
}
light_source { <10, 8, -70> rgb <1.0, 0.93, 0.85> * 0.16 shadowless }

// What shiny things see of the room: the window, the lamp, dull walls.
sky_sphere { pigment { gradient y color_map { [0 rgb <0.05, 0.045, 0.04>] [1 rgb <0.16, 0.14, 0.12>] } } }
union {
  // Four panes, far up on the left, mirrored in the glass of the meter.
  box { <-8, 1, 0>, <-0.8, 9, 0.1> }
  box { <0.8, 1, 0>, <8, 9, 0.1> }
  box { <-8, -9, 0>, <-0.8, -1, 0.1> }
  box { <0.8, -9, 0>, <8, -1, 0.1> }
  pigment { rgb <0.75, 0.86, 1.0> } finish { ambient 0 diffuse 0 emission 5 }
  rotate x * 50 rotate y * 30
  translate <-31, 47, -42> no_image no_shadow
}

// ---- wall, floor and pipes --------------------------------------------------------------------

#declare Whitewash = pigment {
  bozo turbulence 0.8 octaves 6 scale 11
  color_map {
    [0.0 rgb <0.50, 0.47, 0.41>]
    [0.5 rgb <0.62, 0.59, 0.53>]
    [1.0 rgb <0.68, 0.66, 0.61>]
  }
}
#declare WornBrick = pigment {
  granite turbulence 0.4 scale 10
  color_map {
    [0.00 rgb <0.40, 0.20, 0.13>]
    [0.13 rgb <0.46, 0.30, 0.22>]
    [0.20 rgb <0.58, 0.54, 0.48>]
    [1.00 rgb <0.67, 0.65, 0.60>]
  }
}
#declare RoughBricks = function {
  pigment {
    brick color rgb 0, color rgb 1
    brick_size <20, 6.6, 10> mortar 0.85
    turbulence 0.05 octaves 3
    translate <3, 2.2, -4>
  }
}
box {
  <-90, -40, 9>, <90, 80, 12>
  texture {
    pigment {
      brick pigment { Whitewash } pigment { WornBrick }
      brick_size <20, 6.6, 10> mortar 0.85
      turbulence 0.05 octaves 3
      translate <3, 2.2, -4>
    }
    normal { average normal_map {
      [1.6 function { RoughBricks(x, y, z).gray } 0.8 accuracy 0.12]
      [1.0 granite 0.40 scale 7]
      [0.7 wrinkles 0.5 scale 1.3]
    } }
    finish { diffuse 0.82 ambient 0 }
  }
}

// The board on which the meter is held.
box {
  <-60, -9.2, -7>, <60, -7.4, 9.1>
  texture {
    pigment {
      wood turbulence 0.06 octaves 4 rotate y * 90 rotate x * 3 scale <3, 0.9, 0.9>
      color_map {
        [0.0 rgb <0.26, 0.17, 0.09>]
        [0.6 rgb <0.36, 0.24, 0.13>]
        [1.0 rgb <0.19, 0.12, 0.06>]
      }
    }
    normal { granite 0.25 scale <6, 0.3, 0.3> }
    finish { diffuse 0.8 ambient 0 specular 0.06 roughness 0.06 }
  }
}

#declare Copper = texture {
  pigment {
    bozo turbulence 0.7 scale <5, 1.2, 1.2>
    color_map {
      [0.0 rgb <0.30, 0.13, 0.07>]
      [0.5 rgb <0.52, 0.24, 0.13>]
      [0.9 rgb <0.40, 0.20, 0.12>]
      [1.0 rgb <0.22, 0.27, 0.20>]
    }
  }
  normal { granite 0.06 scale 3 }
  finish { diffuse 0.55 ambient 0 specular 0.55 roughness 0.03 metallic reflection { 0.12 metallic } }
}

#declare Brass = texture {
  pigment {
    bozo turbulence 0.6 scale 2.6
    color_map {
      [0.0 rgb <0.42, 0.29, 0.10>]
      [0.6 rgb <0.57, 0.42, 0.17>]
      [1.0 rgb <0.33, 0.22, 0.09>]
    }
  }
  normal { granite 0.14 scale 0.8 }
  finish { diffuse 0.6 ambient 0 specular 0.5 roughness 0.05 metallic reflection { 0.10 metallic } }
}

#macro Hexagon(Radius, From, To)
  intersection {
    #local K = 0;
    #while (K < 6)
      plane { y, Radius rotate x * (K * 60 + 8) }
      #local K = K + 1;
    #end
    plane { -x, -From }
    plane { x, To }
    sphere { <(From + To) / 2, 0, 0>, Radius * 1.24 scale <1.6, 1, 1> translate x * -(From + To) / 2 * 0.6 }
    bounded_by { box { <From, -1.3 * Radius, -1.3 * Radius>, <To, 1.3 * Radius, 1.3 * Radius> } }
  }
#end

#declare PipeY = -3.9;
#declare PipeZ = 2.2;

#macro Arm()
  union {
    cylinder { <7, 0, 0>, <70, 0, 0>, 1.12 texture { Copper } }
    union {
      Hexagon(1.95, 7.2, 10.0)
      cylinder { <3, 0, 0>, <7.3, 0, 0>, 1.55 }
      torus { 1.5, 0.22 rotate z * 90 translate x * 6.9 }
      cylinder { <9.9, 0, 0>, <12.4, 0, 0>, 1.36 }
      texture { Brass }
    }
    // A clamp on the board.
    union {
      cylinder { <19, 0, 0>, <20.6, 0, 0>, 1.34 }
      box { <19, -4.0, -0.55>, <20.6, -1.1, 0.55> }
      pigment { rgb <0.30, 0.31, 0.32> }
      finish { diffuse 0.6 ambient 0 specular 0.6 roughness 0.02 reflection 0.08 }
    }
    translate <0, PipeY, PipeZ>
  }
#end

object { Arm() }
object { Arm() scale <-1, 1, 1> }

// A stop cock with a red wheel, on the right-hand pipe.
union {
  cylinder { <0, -0.2, 0>, <0, 2.6, 0>, 0.8 texture { Brass } }
  sphere { 0, 1.75 scale <1.2, 1, 1> texture { Brass } }
  cylinder { <0, 2.4, 0>, <0, 4.6, 0>, 0.34 texture { Brass } }
  union {
    torus { 2.15, 0.34 }
    #declare K = 0;
    #while (K < 5)
      cylinder { 0, <2.1, 0, 0>, 0.26 rotate y * K * 72 }
      #declare K = K + 1;
    #end
    cylinder { <0, -0.35, 0>, <0, 0.4, 0>, 0.62 }
    texture {
      pigment { bozo turbulence 0.5 scale 1.1 color_map { [0 rgb <0.40, 0.025, 0.02>] [1 rgb <0.56, 0.04, 0.03>] } }
      normal { granite 0.08 }
      finish { diffuse 0.7 ambient 0 specular 0.45 roughness 0.03 }
    }
    translate y * 4.5
  }
  rotate y * 20 rotate x * -12
  translate <15.4, PipeY, PipeZ>
}

// ---- the body --------------------------------------------------------------------------------

// From here on the dial lies in the plane of x and y and looks towards -z; it is leant back last.
#declare Ink = texture { pigment { rgb 0.015 } finish { diffuse 0.6 ambient 0 } }
#declare RedInk = texture { pigment { rgb <0.55, 0.015, 0.02> } finish { diffuse 0.7 ambient 0 } }

#macro Word(Text, Size, At, Ink)
  #local T = text { ttf Font Text 0.02, 0 }
  object {
    T
    translate <-(min_extent(T).x + max_extent(T).x) / 2, -(min_extent(T).y + max_extent(T).y) / 2, 0>
    scale <Size, Size, 1>
    texture { Ink }
    translate At
  }
#end

#declare Plate = union {
  cylinder {
    <0, 0, 0>, <0, 0, 0.3>, 4.3
    pigment { rgb <0.80, 0.80, 0.77> } finish { diffuse 0.85 ambient 0 }
  }
  // The scale round the rim.
  #declare K = 0;
  #while (K < 100)
    #declare Long = (mod(K, 10) = 0 ? 0.30 : (mod(K, 5) = 0 ? 0.22 : 0.14));
    box {
      <-0.018, 4.16 - Long, -0.01>, <0.018, 4.16, 0> texture { Ink }
      rotate z * K * 3.6
    }
    #declare K = K + 1;
  #end
  Word("m", 0.62, <3.06, 1.30, -0.01>, Ink)
  Word("3", 0.34, <3.46, 1.58, -0.01>, Ink)
  Word("Q3 2.5   R160   PN16", 0.30, <0, 3.20, -0.01>, Ink)
  Word("No 23 118 907", 0.34, <0, 2.68, -0.01>, Ink)
  Word("COLD WATER 30 C", 0.24, <0, -3.60, -0.01>, Ink)
}

// Eight wheels behind a slot.
#macro Wheel(Index, Digit, Turned)
  #local Litres = (Index > 4);
  #local X = (Index - 3.5) * 0.70 + (Litres ? 0.06 : -0.06);
  union {
    box {
      <-0.30, -0.52, -0.005>, <0.30, 0.52, 0.1>
      #if (Litres)
        pigment { rgb <0.52, 0.02, 0.025> }
      #else
        pigment { rgb <0.02, 0.02, 0.022> }
      #end
      finish { diffuse 0.7 ambient 0 specular 0.25 roughness 0.02 }
    }
    #local White = texture { pigment { rgb 0.86 } finish { diffuse 0.85 ambient 0 } }
    intersection {
      union {
        Word(str(Digit, 0, 0), 0.86, <0, Turned * 0.98, -0.012>, White)
        Word(str(mod(Digit + 1, 10), 0, 0), 0.86, <0, (Turned - 1) * 0.98, -0.012>, White)
      }
      box { <-0.30, -0.52, -1>, <0.30, 0.52, 1> }
    }
    translate <X, 1.42, -0.045>
  }
#end

#declare Register = union {
  box { <-3.02, 0.82, -0.03>, <2.92, 2.02, 0> pigment { rgb 0.01 } finish { ambient 0 } }
  Wheel(0, 0, 0)
  Wheel(1, 4, 0)
  Wheel(2, 8, 0)
  Wheel(3, 2, 0)
  Wheel(4, 7, 0)
  Wheel(5, 3, 0)
  Wheel(6, 1, 0.04)
  Wheel(7, 5, 0.22)
  difference {
    box { <-3.12, 0.72, -0.09>, <3.02, 2.12, 0> }
    box { <-2.96, 0.88, -1>, <2.86, 1.96, 1> }
    pigment { rgb 0.30 } finish { diffuse 0.7 ambient 0 specular 0.4 }
  }
}

#macro SmallDial(At, Factor, Value)
  union {
    #local K = 0;
    #while (K < 10)
      box { <-0.018, 0.62, -0.012>, <0.018, 0.76, 0> rotate z * -36 * K texture { RedInk } }
      Word(str(K, 0, 0), 0.26, vrotate(<0, 0.95, -0.01>, z * -36 * K), RedInk)
      #local K = K + 1;
    #end
    Word(Factor, 0.24, <0, -1.32, -0.01>, RedInk)
    union {
      prism { -0.02, 0.02, 5, <-0.085, -0.18>, <0.085, -0.18>, <0.035, 0.66>, <-0.035, 0.66>, <-0.085, -0.18> rotate x * -90 }
      cylinder { <0, 0, -0.06>, <0, 0, 0.02>, 0.14 }
      texture { pigment { rgb <0.62, 0.02, 0.02> } finish { diffuse 0.75 ambient 0 specular 0.3 } }
      rotate z * -36 * Value translate z * -0.10
    }
    translate At
  }
#end

// The star that shows the smallest flow.
#declare Star = union {
  #declare K = 0;
  #while (K < 6)
    triangle { <0, 0, 0>, <0.16, 0.16, 0>, <0, 0.62, 0> rotate z * K * 60 }
    triangle { <0, 0, 0>, <-0.16, 0.16, 0>, <0, 0.62, 0> rotate z * K * 60 }
    #declare K = K + 1;
  #end
  cylinder { <0, 0, -0.05>, <0, 0, 0.02>, 0.16 }
  pigment { rgb <0.05, 0.12, 0.42> } finish { diffuse 0.8 ambient 0 specular 0.3 }
  rotate z * 17
}

#declare Face = union {
  object { Plate }
  object { Register translate <-0.32, 0, -0.005> }
  SmallDial(<2.20, -0.75, 0>, "x0.00001", 2.0)
  SmallDial(<-2.20, -0.75, 0>, "x0.0001", 2.2)
  object { Star translate <0, -0.35, -0.06> }
  Word("SAMPLE", 0.36, <0, -1.75, -0.01>, Ink)
  Word("2019", 0.26, <0, -2.20, -0.01>, Ink)
  cylinder {
    <0, 0, -0.52>, <0, 0, -0.44>, 4.32
    pigment { rgbt <0.97, 0.985, 0.98, 0.985> }
    finish { diffuse 0.02 ambient 0 specular 0.5 roughness 0.002 reflection { 0.015, 0.30 fresnel } conserve_energy }
    interior { ior 1.5 }
    no_shadow
  }
  // Dust on the glass.
  cylinder {
    <0, 0, -0.525>, <0, 0, -0.522>, 4.30
    pigment {
      granite turbulence 0.4 scale 2.2
      color_map { [0 rgbt <0.7, 0.66, 0.6, 0.86>] [0.35 rgbt <0.7, 0.66, 0.6, 0.975>] [1 rgbt <0.7, 0.66, 0.6, 1>] }
    }
    finish { diffuse 0.8 ambient 0 }
    no_shadow
  }
}

#declare Ring = union {
  difference {
    cylinder { <0, 0, -0.75>, <0, 0, 2.3>, 5.05 }
    cylinder { <0, 0, -1>, <0, 0, 0.02>, 4.32 }
  }
  torus { 4.69, 0.36 rotate x * 90 translate z * -0.72 }
  #declare K = 0;
  #while (K < 36)
    cylinder { <5.02, 0, -0.4>, <5.02, 0, 2.2>, 0.16 rotate z * K * 10 }
    #declare K = K + 1;
  #end
  texture {
    pigment { bozo turbulence 0.5 scale 2 color_map { [0 rgb <0.02, 0.07, 0.24>] [1 rgb <0.03, 0.11, 0.34>] } }
    normal { granite 0.05 scale 0.7 }
    finish { diffuse 0.75 ambient 0 specular 0.4 roughness 0.025 reflection 0.03 }
  }
}

#declare Lid = union {
  cylinder { <0, 0, 0>, <0, 0, 0.35>, 5.0 }
  torus { 4.8, 0.30 rotate x * 90 translate z * 0.1 }
  texture {
    pigment { rgb <0.03, 0.10, 0.32> }
    normal { granite 0.05 scale 0.7 }
    finish { diffuse 0.75 ambient 0 specular 0.4 roughness 0.03 reflection 0.03 }
  }
}

union {
  object { Face }
  object { Ring }
  // The lid, opened upwards against the wall.
  object { Lid translate y * 5.2 rotate x * 97 translate <0, 5.4, -0.4> }
  cylinder { <-1.2, 5.35, -0.3>, <1.2, 5.35, -0.3>, 0.38 texture { Brass } }
  rotate x * 34
  translate <0, 0.4, -0.4>
}

union {
  sphere { 0, 4.9 scale <1, 0.62, 0.86> translate <0, -1.9, 1.4> }
  cylinder { <0, -4.8, 0>, <0, -1, 0>, 3.6 translate z * 1.4 }
  // Where the water goes in and out.
  cone { <-7, -1.3, 0>, 1.6, <-2, -1.3, 0>, 3.0 translate z * 2.2 }
  cone { <7, -1.3, 0>, 1.6, <2, -1.3, 0>, 3.0 translate z * 2.2 }
  texture { Brass }
  translate <0, -2.6, 0>
}

// A paper tag on a wire, as the fitter left it.
union {
  torus { 0.5, 0.04 rotate x * 90 translate y * 0.35 pigment { rgb 0.45 } finish { specular 0.7 metallic ambient 0 } }
  box {
    <-1.5, -2.6, -0.02>, <1.5, 0, 0.02>
    pigment {
      bozo turbulence 0.5 scale 0.9
      color_map { [0 rgb <0.58, 0.44, 0.16>] [1 rgb <0.70, 0.55, 0.22>] }
    }
    finish { diffuse 0.8 ambient 0 }
  }
  Word("INSPECTED", 0.40, <0, -0.75, -0.03>, Ink)
  Word("05 / 2024", 0.46, <0, -1.50, -0.03>, Ink)
  rotate <-4, -10, 7>
  translate <-11.9, -4.4, 0.6>
}
