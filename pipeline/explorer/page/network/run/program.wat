;; The two loops of the explorer that are worth compiling: a matrix product and the logistic function, with SIMD.
;; `tests/explorer/page/network/test_program.py` assembles this file; the page carries the bytes (program.js).
(module
  (import "m" "m" (memory 1))

  ;; p: out += x · W for `count` rows x of `rows` floats. W lies in blocks of 32 columns, row after row; the sums
  ;; of a block stay in eight vectors of four floats. Places and distances are bytes. All numbers are at least 1.
  (func (export "p") (param $out i32) (param $x i32) (param $w i32) (param $rows i32) (param $blocks i32)
      (param $count i32)
    (local $row i32) (local $at i32) (local $to i32) (local $n i32) (local $start i32) (local $stride i32)
    (local $value v128)
    (local $sum0 v128) (local $sum1 v128) (local $sum2 v128) (local $sum3 v128)
    (local $sum4 v128) (local $sum5 v128) (local $sum6 v128) (local $sum7 v128)
    (local.set $stride (i32.mul (local.get $blocks) (i32.const 128)))
    (loop $block
      (local.set $start (local.get $w))
      (local.set $at (local.get $x))
      (local.set $to (local.get $out))
      (local.set $n (local.get $count))
      (loop $one
        (local.set $sum0 (v128.load offset=0 align=4 (local.get $to)))
        (local.set $sum1 (v128.load offset=16 align=4 (local.get $to)))
        (local.set $sum2 (v128.load offset=32 align=4 (local.get $to)))
        (local.set $sum3 (v128.load offset=48 align=4 (local.get $to)))
        (local.set $sum4 (v128.load offset=64 align=4 (local.get $to)))
        (local.set $sum5 (v128.load offset=80 align=4 (local.get $to)))
        (local.set $sum6 (v128.load offset=96 align=4 (local.get $to)))
        (local.set $sum7 (v128.load offset=112 align=4 (local.get $to)))
        (local.set $w (local.get $start))
        (local.set $row (local.get $rows))
        (loop $next
          (local.set $value (v128.load32_splat (local.get $at)))
          (local.set $sum0 (f32x4.add (local.get $sum0)
            (f32x4.mul (local.get $value) (v128.load offset=0 align=4 (local.get $w)))))
          (local.set $sum1 (f32x4.add (local.get $sum1)
            (f32x4.mul (local.get $value) (v128.load offset=16 align=4 (local.get $w)))))
          (local.set $sum2 (f32x4.add (local.get $sum2)
            (f32x4.mul (local.get $value) (v128.load offset=32 align=4 (local.get $w)))))
          (local.set $sum3 (f32x4.add (local.get $sum3)
            (f32x4.mul (local.get $value) (v128.load offset=48 align=4 (local.get $w)))))
          (local.set $sum4 (f32x4.add (local.get $sum4)
            (f32x4.mul (local.get $value) (v128.load offset=64 align=4 (local.get $w)))))
          (local.set $sum5 (f32x4.add (local.get $sum5)
            (f32x4.mul (local.get $value) (v128.load offset=80 align=4 (local.get $w)))))
          (local.set $sum6 (f32x4.add (local.get $sum6)
            (f32x4.mul (local.get $value) (v128.load offset=96 align=4 (local.get $w)))))
          (local.set $sum7 (f32x4.add (local.get $sum7)
            (f32x4.mul (local.get $value) (v128.load offset=112 align=4 (local.get $w)))))
          (local.set $w (i32.add (local.get $w) (i32.const 128)))
          (local.set $at (i32.add (local.get $at) (i32.const 4)))
          (br_if $next (local.tee $row (i32.sub (local.get $row) (i32.const 1)))))
        (v128.store offset=0 align=4 (local.get $to) (local.get $sum0))
        (v128.store offset=16 align=4 (local.get $to) (local.get $sum1))
        (v128.store offset=32 align=4 (local.get $to) (local.get $sum2))
        (v128.store offset=48 align=4 (local.get $to) (local.get $sum3))
        (v128.store offset=64 align=4 (local.get $to) (local.get $sum4))
        (v128.store offset=80 align=4 (local.get $to) (local.get $sum5))
        (v128.store offset=96 align=4 (local.get $to) (local.get $sum6))
        (v128.store offset=112 align=4 (local.get $to) (local.get $sum7))
        (local.set $to (i32.add (local.get $to) (local.get $stride)))
        (br_if $one (local.tee $n (i32.sub (local.get $n) (i32.const 1)))))
      (local.set $out (i32.add (local.get $out) (i32.const 128)))
      (br_if $block (local.tee $blocks (i32.sub (local.get $blocks) (i32.const 1))))))

  ;; l: y = shift + gain / (1 + e^(rate · y)), in place. e^x = 2^whole · 2^rest with |rest| ≤ ½, and 2^rest by its
  ;; Taylor series to rest⁶ (the constants are ln(2)ᵏ / k!), off by 1.2e-7 of itself at most.
  (func (export "l") (param $at i32) (param $vectors i32) (param $rate f32) (param $gain f32) (param $shift f32)
    (local $power v128) (local $whole v128) (local $rest v128)
    (loop $each
      (local.set $power
        (f32x4.min (f32x4.splat (f32.const 126))
          (f32x4.max (f32x4.splat (f32.const -126))
            (f32x4.mul (f32x4.splat (f32.const 0x1.715476p+0)) ;; log2(e)
              (f32x4.mul (f32x4.splat (local.get $rate)) (v128.load align=4 (local.get $at)))))))
      (local.set $whole (f32x4.nearest (local.get $power)))
      (local.set $rest (f32x4.sub (local.get $power) (local.get $whole)))
      (local.set $power (f32x4.splat (f32.const 0x1.430912p-13)))
      (local.set $power
        (f32x4.add (f32x4.splat (f32.const 0x1.5d87fep-10)) (f32x4.mul (local.get $power) (local.get $rest))))
      (local.set $power
        (f32x4.add (f32x4.splat (f32.const 0x1.3b2ab6p-7)) (f32x4.mul (local.get $power) (local.get $rest))))
      (local.set $power
        (f32x4.add (f32x4.splat (f32.const 0x1.c6b08ep-5)) (f32x4.mul (local.get $power) (local.get $rest))))
      (local.set $power
        (f32x4.add (f32x4.splat (f32.const 0x1.ebfbep-3)) (f32x4.mul (local.get $power) (local.get $rest))))
      (local.set $power
        (f32x4.add (f32x4.splat (f32.const 0x1.62e43p-1)) (f32x4.mul (local.get $power) (local.get $rest))))
      (local.set $power
        (f32x4.add (f32x4.splat (f32.const 1)) (f32x4.mul (local.get $power) (local.get $rest))))
      (local.set $power ;; whole + 127 in the place of a float's exponent is 2^whole
        (f32x4.mul (local.get $power)
          (i32x4.shl
            (i32x4.add (i32x4.trunc_sat_f32x4_s (local.get $whole)) (i32x4.splat (i32.const 127)))
            (i32.const 23))))
      (v128.store align=4 (local.get $at)
        (f32x4.add (f32x4.splat (local.get $shift))
          (f32x4.div (f32x4.splat (local.get $gain))
            (f32x4.add (f32x4.splat (f32.const 1)) (local.get $power)))))
      (local.set $at (i32.add (local.get $at) (i32.const 16)))
      (br_if $each (local.tee $vectors (i32.sub (local.get $vectors) (i32.const 1)))))))
