// A garden gate that stands open on its path, on a late summer morning. Units are metres.
#version 3.7;
global_settings { assumed_gamma 1.0 }

#declare Chance = seed(1907);

camera {
  location <-0.35, 1.52, -3.6>
  look_at <0.22, 0.98, 2.2>
  right x * 4 / 3
  angle 60
}

light_source {
  <58, 60, -52>
  rgb <1.0, 0.92, 0.78> * 2.2
  area_light <5, 0, 0>, <0, 0, 5>, 4, 4
  adaptive 1 jitter circular orient
}
// What the open sky adds in the shade.
light_source { <-30, 70, -60> rgb <0.42, 0.52, 0.70> * 0.42 shadowless }

sky_sphere {
  pigment {
    gradient y
    color_map {
      [0.00 rgb <0.80, 0.86, 0.92>]
      [0.35 rgb <0.36, 0.55, 0.86>]
      [1.00 rgb <0.16, 0.33, 0.70>]
    }
  }
  pigment {
    bozo turbulence 0.75 octaves 7 omega 0.58 lambda 2.3
    color_map {
      [0.00 rgbt <1, 1, 1, 1>]
      [0.48 rgbt <1, 1, 1, 1>]
      [0.66 rgbt <0.97, 0.97, 0.98, 0.25>]
      [1.00 rgbt <0.86, 0.88, 0.91, 0.05>]
    }
    scale <0.55, 0.16, 0.55> translate <0.3, 0.02, 0.1>
  }
}

fog { fog_type 2 distance 260 fog_offset 2 fog_alt 2 rgb <0.70, 0.79, 0.90> }

// ---- the path --------------------------------------------------------------------------------

#declare PathHalf = 0.56;
// Straight through the gate, then bending to the right towards the house.
#macro PathX(Z) (Z < 3 ? 0 : 0.045 * (Z - 3) * (Z - 3)) #end

#macro Slab(W, D)
  superellipsoid { <0.12, 0.12> scale <W / 2, 0.035, D / 2> }
#end

#declare Row = 0;
#declare Z = -3.4;
#while (Z < 11)
  #local D = 0.42 + 0.14 * rand(Chance);
  #local Split = 0.36 + 0.28 * rand(Chance);
  #local Wide = 2 * PathHalf;
  #local Side = 0;
  #while (Side < 2)
    #local W = (Side = 0 ? Split : 1 - Split) * Wide;
    #local Centre = (Side = 0 ? -PathHalf + W / 2 : PathHalf - W / 2);
    #local Tone = 0.80 + 0.35 * rand(Chance);
    object {
      Slab(W - 0.035, D - 0.035)
      texture {
        pigment {
          granite scale 0.5 translate 50 * rand(Chance)
          color_map {
            [0.0 rgb <0.30, 0.27, 0.24> * Tone]
            [0.5 rgb <0.43, 0.39, 0.34> * Tone]
            [1.0 rgb <0.56, 0.52, 0.46> * Tone]
          }
        }
        normal { granite 0.35 scale 0.25 translate 20 * rand(Chance) }
        finish { diffuse 0.75 ambient 0 specular 0.05 roughness 0.1 }
      }
      rotate <1.6 * (rand(Chance) - 0.5), 3 * (rand(Chance) - 0.5), 1.6 * (rand(Chance) - 0.5)>
      translate <PathX(Z) + Centre, -0.012 + 0.012 * rand(Chance), Z + D / 2>
    }
    #declare Side = Side + 1;
  #end
  #declare Z = Z + D;
#end

plane {
  y, -0.01
  texture {
    pigment {
      bozo turbulence 0.6 scale 0.35
      color_map {
        [0.0 rgb <0.09, 0.10, 0.04>]
        [1.0 rgb <0.15, 0.15, 0.06>]
      }
    }
    normal { granite 0.5 scale 0.2 }
    finish { diffuse 0.8 ambient 0 }
  }
}

// ---- grass -----------------------------------------------------------------------------------

#macro Blades(Count, Size, Height, Dry)
  mesh {
    #local I = 0;
    #while (I < Count)
      #local P = <Size * (rand(Chance) - 0.5), 0, Size * (rand(Chance) - 0.5)>;
      #local Turn = 2 * pi * rand(Chance);
      #local H = Height * (0.45 + 0.75 * rand(Chance));
      #local Lean = <cos(Turn), 0, sin(Turn)> * H * (0.2 + 0.55 * rand(Chance));
      #local Across = <-sin(Turn), 0, cos(Turn)> * 0.0035;
      #local Knee = P + 0.35 * Lean + y * H * 0.62;
      #local Tip = P + Lean + y * H * (0.80 + 0.2 * rand(Chance));
      triangle { P - Across, P + Across, Knee + 0.7 * Across }
      triangle { P - Across, Knee - 0.7 * Across, Knee + 0.7 * Across }
      triangle { Knee - 0.7 * Across, Knee + 0.7 * Across, Tip }
      #local I = I + 1;
    #end
    texture {
      pigment {
        bozo scale 0.06
        color_map {
          [0.0 rgb <0.10, 0.24, 0.035>]
          [0.6 rgb <0.21, 0.38, 0.06>]
          [0.8 rgb <0.30, 0.44, 0.09>]
          [1.0 rgb Dry]
        }
      }
      finish { diffuse 0.85 ambient 0 specular 0.08 roughness 0.08 }
    }
  }
#end

#declare Patches = array[4];
#declare Patches[0] = Blades(1400, 0.56, 0.085, <0.45, 0.45, 0.16>)
#declare Patches[1] = Blades(1400, 0.56, 0.075, <0.36, 0.43, 0.12>)
#declare Patches[2] = Blades(1400, 0.56, 0.095, <0.38, 0.46, 0.12>)
#declare Patches[3] = Blades(1400, 0.56, 0.080, <0.50, 0.46, 0.20>)

#declare Z = -3.1;
#while (Z < 14)
  #declare X = -7.25;
  #while (X < 9)
    #declare Off = abs(X - PathX(Z));
    #if (Off > PathHalf + 0.26)
      object {
        Patches[int(3.99 * rand(Chance))]
        rotate y * 90 * int(4 * rand(Chance))
        scale <1, 0.75 + 0.6 * rand(Chance), 1>
        translate <X + 0.04 * rand(Chance), -0.01, Z>
      }
    #end
    #declare X = X + 0.5;
  #end
  // A strip on either side closes what the grid leaves open beside the slabs.
  #declare Side = -1;
  #while (Side < 2)
    #declare Step = 0;
    #while (Step < 2)
      object {
        Patches[int(3.99 * rand(Chance))]
        rotate y * 90 * int(4 * rand(Chance))
        scale <0.9, 0.7 + 0.5 * rand(Chance), 0.9>
        translate <PathX(Z) + Side * (PathHalf + 0.27 + 0.35 * Step), -0.01, Z + 0.25 * Step>
      }
      #declare Step = Step + 1;
    #end
    #declare Side = Side + 2;
  #end
  #declare Z = Z + 0.5;
#end

// Tufts that hang over the edge of the slabs.
#declare Tuft = Blades(60, 0.10, 0.13, <0.45, 0.45, 0.15>)
#declare Z = -3.2;
#while (Z < 9)
  #declare Side = -1;
  #while (Side < 2)
    object {
      Tuft
      rotate y * 360 * rand(Chance) scale 0.7 + 0.7 * rand(Chance)
      translate <PathX(Z) + Side * (PathHalf + 0.02 + 0.05 * rand(Chance)), -0.01, Z>
    }
    #declare Side = Side + 2;
  #end
  #declare Z = Z + 0.07 + 0.12 * rand(Chance);
#end

// ---- leaves ----------------------------------------------------------------------------------

#macro Foliage(Count, Radius, Leaf, Dark, Light)
  mesh {
    #local I = 0;
    #while (I < Count)
      #local Dir = vnormalize(<rand(Chance) - 0.5, rand(Chance) - 0.5, rand(Chance) - 0.5> + 0.0001);
      #local P = Dir * Radius * pow(rand(Chance), 0.4);
      #local A = vnormalize(<rand(Chance) - 0.5, rand(Chance) - 0.7, rand(Chance) - 0.5>);
      #local B = vnormalize(vcross(A, <rand(Chance), rand(Chance), rand(Chance)>)) * Leaf * 0.32;
      #local L = Leaf * (0.6 + 0.7 * rand(Chance));
      triangle { P, P + A * L * 0.5 + B, P + A * L }
      triangle { P, P + A * L * 0.5 - B, P + A * L }
      #local I = I + 1;
    #end
    texture {
      pigment { bozo scale 0.09 color_map { [0.1 rgb Dark] [0.9 rgb Light] } }
      finish { diffuse 0.85 ambient 0 specular 0.18 roughness 0.04 }
    }
  }
#end

#declare Box1 = Foliage(700, 0.24, 0.050, <0.035, 0.10, 0.02>, <0.14, 0.27, 0.05>)
#declare Box2 = Foliage(700, 0.24, 0.050, <0.045, 0.12, 0.02>, <0.17, 0.30, 0.06>)
#declare Crown1 = Foliage(900, 0.55, 0.085, <0.06, 0.14, 0.02>, <0.24, 0.36, 0.06>)
#declare Crown2 = Foliage(900, 0.55, 0.085, <0.05, 0.12, 0.02>, <0.20, 0.32, 0.05>)

// A clipped hedge at the far side of the garden.
#declare X = -9;
#while (X < 17)
  #declare Y = 0.1;
  #while (Y < 1.75)
    object {
      #if (rand(Chance) < 0.5) Box1 #else Box2 #end
      rotate 360 * <rand(Chance), rand(Chance), rand(Chance)>
      scale 1.1
      translate <X + 0.1 * rand(Chance), Y, 13.3 + 0.18 * rand(Chance)>
    }
    #declare Y = Y + 0.24;
  #end
  #declare X = X + 0.24;
#end
box { <-9.3, 0, 13.5>, <17.3, 1.6, 14> pigment { rgb <0.02, 0.05, 0.01> } finish { ambient 0 } }

#macro Tree(Where, Size, Turn)
  union {
    union {
      cone { 0, 0.17, <0.08, 1.7, 0.02>, 0.12 }
      cone { <0.08, 1.65, 0.02>, 0.10, <-0.55, 2.7, 0.25>, 0.05 }
      cone { <0.08, 1.65, 0.02>, 0.10, <0.65, 2.8, -0.20>, 0.05 }
      cone { <0.08, 1.60, 0.02>, 0.09, <0.10, 3.2, 0.10>, 0.04 }
      texture {
        pigment {
          granite scale <0.12, 0.7, 0.12>
          color_map { [0 rgb <0.09, 0.07, 0.05>] [1 rgb <0.28, 0.23, 0.18>] }
        }
        normal { granite 0.7 scale <0.08, 0.5, 0.08> }
        finish { diffuse 0.8 ambient 0 }
      }
    }
    #local Lobe = 0;
    #while (Lobe < 9)
      #local A = Lobe * 2.4 + 0.8 * rand(Chance);
      #local R = 1.15 * rand(Chance) + 0.25;
      #local Middle = <R * cos(A), 2.3 + 0.24 * Lobe + 0.3 * rand(Chance), R * sin(A)>;
      #local Round = 0.95 - 0.05 * Lobe + 0.2 * rand(Chance);
      #local I = 0;
      #while (I < 17)
        #local D = vnormalize(<rand(Chance), rand(Chance), rand(Chance)> - 0.499);
        object {
          #if (rand(Chance) < 0.5) Crown1 #else Crown2 #end
          rotate 360 * <rand(Chance), rand(Chance), rand(Chance)>
          scale 0.55 + 0.45 * rand(Chance)
          translate Middle + D * Round * (0.35 + 0.65 * rand(Chance))
        }
        #local I = I + 1;
      #end
      #local Lobe = Lobe + 1;
    #end
    rotate y * Turn scale Size translate Where
  }
#end

Tree(<4.6, 0, 8.2>, 1.0, 30)
Tree(<-5.4, 0, 11.5>, 1.15, 140)
Tree(<-3.2, 0, 20>, 1.6, 250)
Tree(<9.5, 0, 17>, 1.7, 80)

// ---- a cottage at the end of the path -----------------------------------------------------------

#declare Brick = texture {
  pigment {
    brick
      pigment { rgb <0.52, 0.48, 0.43> }
      pigment {
        bozo scale 0.23 turbulence 0.4
        color_map { [0 rgb <0.30, 0.10, 0.06>] [0.6 rgb <0.42, 0.17, 0.10>] [1 rgb <0.52, 0.26, 0.16>] }
      }
    brick_size <0.24, 0.075, 0.12> mortar 0.012
  }
  normal { granite 0.2 scale 0.1 }
  finish { diffuse 0.8 ambient 0 }
}

#macro Window(At)
  union {
    difference {
      box { <-0.55, -0.6, -0.06>, <0.55, 0.6, 0.06> }
      box { <-0.47, -0.52, -1>, <-0.03, 0.52, 1> }
      box { <0.03, -0.52, -1>, <0.47, 0.52, 1> }
      pigment { rgb 0.85 } finish { diffuse 0.8 ambient 0 }
    }
    box {
      <-0.5, -0.55, 0.02>, <0.5, 0.55, 0.04>
      pigment { rgb <0.03, 0.04, 0.05> } finish { diffuse 0.4 ambient 0 reflection 0.35 }
    }
    box { <-0.65, -0.68, -0.14>, <0.65, -0.6, 0.05> pigment { rgb 0.62 } finish { diffuse 0.8 ambient 0 } }
    translate At
  }
#end

union {
  box { <0, 0, 0>, <7, 2.9, 4> texture { Brick } }
  Window(<1.5, 1.45, -0.02>)
  Window(<5.4, 1.45, -0.02>)
  box { <3, 0, -0.05>, <3.95, 2.1, 0.1> pigment { rgb <0.05, 0.14, 0.11> } finish { diffuse 0.7 ambient 0 specular 0.3 } }
  box { <2.9, 2.1, -0.08>, <4.05, 2.22, 0.1> pigment { rgb 0.8 } finish { diffuse 0.8 ambient 0 } }
  // The roof as two sheets of tiles.
  box {
    <-0.35, 0, -0.05>, <7.35, 3.35, 0.05>
    texture {
      pigment {
        brick
          pigment { rgb <0.10, 0.055, 0.045> }
          pigment {
            bozo scale 0.3 color_map { [0 rgb <0.25, 0.10, 0.07>] [1 rgb <0.42, 0.20, 0.13>] }
          }
        brick_size <0.2, 0.22, 0.3> mortar 0.012
      }
      normal { gradient y 0.7 scale 0.22 }
      finish { diffuse 0.75 ambient 0 }
    }
    rotate x * 46 translate <0, 2.75, -0.35>
  }
  box { <5.4, 3, 1.2>, <6.0, 5.9, 1.8> texture { Brick } }
  rotate y * 8
  translate <-0.6, 0, 15>
}

// ---- fence and gate -------------------------------------------------------------------------

#macro Paint(Turn)
  texture {
    pigment {
      bozo turbulence 0.5 scale <0.05, 0.5, 0.05> translate 30 * rand(Chance) rotate Turn
      color_map {
        [0.00 rgb <0.62, 0.60, 0.54>]
        [0.25 rgb <0.80, 0.79, 0.74>]
        [1.00 rgb <0.88, 0.87, 0.83>]
      }
    }
    normal { granite 0.12 scale <0.02, 0.6, 0.02> rotate Turn }
    finish { diffuse 0.8 ambient 0 specular 0.12 roughness 0.05 }
  }
  // Moss and splashes near the ground.
  texture {
    pigment {
      gradient y turbulence 0.12 octaves 4
      color_map {
        [0.00 rgbt <0.16, 0.20, 0.07, 0.25>]
        [0.09 rgbt <0.30, 0.30, 0.16, 0.60>]
        [0.22 rgbt <0.6, 0.6, 0.5, 1>]
        [1.00 rgbt <0.6, 0.6, 0.5, 1>]
      }
      scale 1.6
    }
    finish { diffuse 0.8 ambient 0 }
  }
#end

#macro Picket(High)
  union {
    box { <-0.038, 0.07, -0.011>, <0.038, High - 0.055, 0.011> }
    prism { -0.011, 0.011, 4, <-0.038, 0>, <0.038, 0>, <0, 0.06>, <-0.038, 0> rotate -90 * x translate y * (High - 0.055) }
    Paint(0)
  }
#end

#macro Post()
  union {
    box { <-0.06, 0, -0.06>, <0.06, 1.22, 0.06> }
    box { <-0.078, 1.22, -0.078>, <0.078, 1.25, 0.078> }
    sphere { <0, 1.31, 0>, 0.07 }
    cylinder { <0, 1.24, 0>, <0, 1.27, 0>, 0.035 }
    Paint(0)
  }
#end

#macro Rail(From, To, Y)
  box { <From, Y - 0.032, 0.011>, <To, Y + 0.032, 0.045> Paint(z * 90) }
#end

#macro Fence(From, To)
  union {
    #local X = From + 0.07;
    #while (X < To - 0.03)
      object {
        Picket(0.98 + 0.008 * rand(Chance))
        rotate z * 1.2 * (rand(Chance) - 0.5)
        translate <X, 0, 0>
      }
      #local X = X + 0.118;
    #end
    Rail(From, To, 0.28)
    Rail(From, To, 0.76)
  }
#end

#declare GateWidth = 1.12;
#declare Iron = texture {
  pigment { rgb <0.025, 0.025, 0.028> }
  finish { diffuse 0.6 ambient 0 specular 0.5 roughness 0.03 }
}

#declare Gate = union {
  #declare I = 0;
  #while (I < 9)
    #local T = (I - 4) / 4;
    object {
      Picket(0.90 + 0.13 * (1 - T * T))
      translate <0.075 + I * 0.121, 0.02, 0>
    }
    #declare I = I + 1;
  #end
  Rail(0.02, GateWidth - 0.03, 0.26)
  Rail(0.02, GateWidth - 0.03, 0.74)
  // The brace runs up from the hinge's foot.
  box {
    <0, -0.03, 0.012>, <1.10, 0.03, 0.040> Paint(z * 90)
    rotate z * degrees(atan2(0.42, 1.0)) translate <0.05, 0.285, 0>
  }
  // Strap hinges and the latch.
  box { <-0.05, 0.245, -0.017>, <0.42, 0.275, -0.011> texture { Iron } }
  box { <-0.05, 0.725, -0.017>, <0.42, 0.755, -0.011> texture { Iron } }
  box { <GateWidth - 0.22, 0.80, -0.02>, <GateWidth + 0.03, 0.82, -0.011> texture { Iron } }
  torus { 0.035, 0.007 rotate x * 90 translate <GateWidth - 0.16, 0.79, -0.025> texture { Iron } }
}

#declare Line = 2.0;
object { Fence(-5.6, -0.66) translate z * Line }
object { Fence(0.66, 6.2) translate z * Line }
object { Post() translate <-0.62, 0, Line> }
object { Post() translate <0.62, 0, Line> }
object { Post() translate <-2.9, 0, Line + 0.04> }
object { Post() translate <3.0, 0, Line + 0.04> }
object { Post() translate <-5.2, 0, Line + 0.04> }
object { Gate rotate y * -61 translate <-0.555, 0, Line> }

// ---- flowers along the fence ----------------------------------------------------------------

#macro Bloom(Colour)
  union {
    #local K = 0;
    #while (K < 7)
      sphere {
        0, 1
        scale <0.016, 0.005, 0.009> translate x * 0.016
        rotate z * 20 rotate y * K * 360 / 7
      }
      #local K = K + 1;
    #end
    sphere { <0, 0.004, 0>, 0.008 pigment { rgb <0.75, 0.50, 0.05> } }
    pigment { rgb Colour }
    finish { diffuse 0.85 ambient 0 }
  }
#end

#declare Bush = Foliage(260, 0.15, 0.055, <0.05, 0.15, 0.03>, <0.18, 0.33, 0.07>)
#declare Blooms = array[4];
#declare Blooms[0] = Bloom(<0.62, 0.03, 0.06>)
#declare Blooms[1] = Bloom(<0.75, 0.22, 0.40>)
#declare Blooms[2] = Bloom(<0.80, 0.78, 0.72>)
#declare Blooms[3] = Bloom(<0.30, 0.10, 0.45>)

#macro Bed(From, To)
  #local X = From;
  #while (X < To)
    #local Kind = int(3.99 * rand(Chance));
    #local Deep = Line - 0.16 - 0.12 * rand(Chance);
    object {
      Bush
      rotate y * 360 * rand(Chance) scale <1, 0.9 + 0.5 * rand(Chance), 1>
      translate <X, 0.13, Deep>
    }
    #local I = 0;
    #while (I < 9)
      object {
        Blooms[Kind]
        scale 1.1 + 0.5 * rand(Chance)
        rotate <-50 + 40 * rand(Chance), 360 * rand(Chance), 20 * (rand(Chance) - 0.5)>
        translate <X + 0.26 * (rand(Chance) - 0.5), 0.20 + 0.14 * rand(Chance), Deep - 0.13 * rand(Chance)>
      }
      #local I = I + 1;
    #end
    #local X = X + 0.19 + 0.06 * rand(Chance);
  #end
#end

Bed(-4.4, -0.85)
Bed(0.9, 4.6)
